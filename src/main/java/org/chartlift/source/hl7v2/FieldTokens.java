package org.chartlift.source.hl7v2;

import org.chartlift.source.SourceTree;
import org.chartlift.source.SourceTree.Kind;

/**
 * Turns the pieces between delimiters into nodes. A field, component or subcomponent gets a node only when something below it is populated; a
 * field without component separators is itself the leaf, and so is a component without subcomponent separators.
 */
final class FieldTokens {
    private static final int NONE = SourceTree.NONE;

    private final SourceTree.Builder builder;
    private int segment;
    private int field;
    private int repetition;
    private int component;
    private int subcomponent;
    private int repetitionFrom;
    private int componentFrom;
    private int pieceFrom;
    private int fieldNode;
    private int componentNode;

    FieldTokens(SourceTree.Builder builder) {
        this.builder = builder;
    }

    /** Begins a segment whose first field, of this number, begins at {@code from}. */
    void begin(int segmentNode, int fieldNumber, int from) {
        segment = segmentNode;
        field = fieldNumber;
        repetition = 1;
        beginRepetition(from);
    }

    int field() {
        return field;
    }

    private void beginRepetition(int from) {
        component = 1;
        fieldNode = NONE;
        repetitionFrom = from;
        beginComponent(from);
    }

    private void beginComponent(int from) {
        subcomponent = 1;
        componentNode = NONE;
        componentFrom = from;
        pieceFrom = from;
    }

    /** The piece up to {@code at} is a subcomponent. */
    void endSubcomponent(int at) {
        addSubcomponent(at);
        subcomponent++;
        pieceFrom = at + 1;
    }

    /** The piece up to {@code at} ends a component. */
    void endComponent(int at) {
        addComponent(at);
        component++;
        beginComponent(at + 1);
    }

    /** The piece up to {@code at} ends a repetition of the field. */
    void endRepetition(int at) {
        addRepetition(at);
        repetition++;
        beginRepetition(at + 1);
    }

    /** The piece up to {@code at} ends the field. */
    void endField(int at) {
        addRepetition(at);
        field++;
        repetition = 1;
        beginRepetition(at + 1);
    }

    private void addRepetition(int at) {
        if (component > 1 || subcomponent > 1) {
            addComponent(at);
            if (fieldNode != NONE) {
                builder.setEnd(fieldNode, at);
            }
        } else if (at > pieceFrom) {
            builder.add(Kind.FIELD, segment, field, repetition, pieceFrom, at - pieceFrom, true);
        }
    }

    private void addComponent(int at) {
        if (subcomponent > 1) {
            addSubcomponent(at);
            if (componentNode != NONE) {
                builder.setEnd(componentNode, at);
            }
        } else if (at > pieceFrom) {
            builder.add(Kind.COMPONENT, fieldNode(), component, 1, pieceFrom, at - pieceFrom, true);
        }
    }

    private void addSubcomponent(int at) {
        if (at > pieceFrom) {
            builder.add(Kind.SUBCOMPONENT, componentNode(), subcomponent, 1, pieceFrom, at - pieceFrom, true);
        }
    }

    private int fieldNode() {
        if (fieldNode == NONE) {
            fieldNode = builder.add(Kind.FIELD, segment, field, repetition, repetitionFrom, 0, false);
        }
        return fieldNode;
    }

    private int componentNode() {
        if (componentNode == NONE) {
            componentNode = builder.add(Kind.COMPONENT, fieldNode(), component, 1, componentFrom, 0, false);
        }
        return componentNode;
    }
}
