package org.chartlift.mapping;

import java.util.List;
import org.chartlift.mapping.code.CodeMap;
import org.chartlift.mapping.code.Translation;
import org.chartlift.mapping.function.Call;
import org.chartlift.mapping.function.ExtensionUrls;
import org.chartlift.record.Finding;
import org.chartlift.record.Outcome;
import org.chartlift.record.Severity;
import org.chartlift.source.SourceTree;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.jspecify.annotations.Nullable;

/** Translates codes by ConceptMaps; a code that no map knows is kept, reported or quarantined, never dropped. Used by one thread. */
final class Vocabularies {
    static final String NO_TRANSLATION = "no-translation";

    private final Run run;
    private final SourceTree tree;

    Vocabularies(Run run) {
        this.run = run;
        tree = run.tree;
    }

    /** Writes the translation of a code to a primitive element. */
    void code(
            Frame frame,
            RulePlan.Value rule,
            RulePlan.Vocabulary vocabulary,
            Primitive primitive,
            int node,
            String text) {
        Translation found = vocabulary.map().translate(text.trim());
        int leaf = tree.leafOrdinal(tree.firstLeaf(node));
        PrimitiveType<?> value = found == null ? null : primitive.of(found.code());
        if (value != null) {
            Place place = frame.put(rule.to(), value, rule.id(), false);
            run.claims.write(
                    leaf, place, rule.id(), Outcome.TRANSLATED, vocabulary.map().name());
            frame.touch();
        } else if (vocabulary.unknown() == RulePlan.Unknown.KEEP_SOURCE) {
            note(vocabulary, Call.fieldSystem(tree, node, run.context.sourceSystem()), text);
            keep(frame, rule, node, leaf, text);
        } else {
            note(vocabulary, Call.fieldSystem(tree, node, run.context.sourceSystem()), text);
            refuse(rule, vocabulary, node);
        }
    }

    private void note(RulePlan.Vocabulary vocabulary, @Nullable String system, String code) {
        run.untranslated.add(new Untranslated(vocabulary.map().name(), system == null ? "" : system, code.trim()));
    }

    private void note(RulePlan.Vocabulary vocabulary, List<Coding> codings) {
        codings.stream()
                .filter(Coding::hasCode)
                .findFirst()
                .ifPresent(c -> note(vocabulary, c.getSystem(), c.getCode()));
    }

    private void keep(Frame frame, RulePlan.Value rule, int node, int leaf, String text) {
        String code = text.trim();
        String table = rule.table().isEmpty() ? "" : run.settings.systems().table(rule.table(), code);
        String system = table.isEmpty() ? Call.fieldSystem(tree, node, run.context.sourceSystem()) : table;
        if (code.isEmpty() || !Primitive.hasNoControls(code)) {
            run.claims.say(leaf, Outcome.FAILED, rule.id(), "not-a-code");
            return;
        }
        PrimitiveType<?> open = (PrimitiveType<?>) rule.to().last().create();
        open.addExtension(new Extension(
                ExtensionUrls.SOURCE_VALUE, new Coding().setSystem(system).setCode(code)));
        Place place = frame.put(rule.to(), open, rule.id(), false);
        Place extension = new Place(open, "extension");
        extension.index = ((PrimitiveType<?>) place.value).getExtension().size() - 1;
        extension.origin = rule.id();
        place.add(extension);
        run.claims.write(leaf, extension, rule.id(), Outcome.CARRIED, NO_TRANSLATION);
        frame.touch();
    }

    private void refuse(RulePlan.Value rule, RulePlan.Vocabulary vocabulary, int node) {
        run.values().failAll(node, rule.id(), NO_TRANSLATION);
        if (vocabulary.unknown() == RulePlan.Unknown.QUARANTINE) {
            run.findings.add(new Finding(
                    Severity.A,
                    NO_TRANSLATION,
                    tree.path(node),
                    rule.to().text(),
                    "the vocabulary " + vocabulary.map().name() + " does not know the code, and the rule " + rule.id()
                            + " does not load without"));
        }
    }

    /**
     * Puts the translation into a Coding or CodeableConcept that was made from the source.
     *
     * @param mark of the claims before the value was made
     * @return whether the value may be written
     */
    boolean translate(RulePlan.Value rule, Place place, int node, int mark, String sourceSystem) {
        RulePlan.Vocabulary vocabulary = rule.vocabulary();
        String field = Call.fieldSystem(tree, node, sourceSystem);
        boolean translated;
        boolean coded = true;
        if (place.value instanceof CodeableConcept concept) {
            coded = concept.getCoding().stream().anyMatch(Coding::hasCode);
            translated = concept(concept, place, vocabulary.map(), field, mark, rule.id());
        } else if (place.value instanceof Coding coding) {
            coded = coding.hasCode();
            translated = coding(coding, place, vocabulary.map(), field, mark, rule.id());
        } else {
            return true;
        }
        if (translated || !coded) {
            return true;
        }
        note(vocabulary, place.value instanceof Coding c ? List.of(c) : ((CodeableConcept) place.value).getCoding());
        if (vocabulary.unknown() == RulePlan.Unknown.KEEP_SOURCE) {
            noteUntranslated(place, mark);
            return true;
        }
        run.claims.rollback(mark);
        refuse(rule, vocabulary, node);
        return false;
    }

    private void noteUntranslated(Place place, int mark) {
        Place coding = place.value instanceof Coding ? place : place.child("coding", 0);
        Place code = coding == null ? null : coding.child("code");
        if (code != null) {
            run.claims.change(mark, code, Outcome.MAPPED, NO_TRANSLATION);
        }
    }

    private boolean concept(CodeableConcept concept, Place place, CodeMap map, String field, int mark, String rule) {
        List<Coding> codings = concept.getCoding();
        for (int i = 0; i < codings.size(); i++) {
            Translation t = lookUp(map, codings.get(i), field);
            if (t == null) {
                continue;
            }
            Place source = place.child("coding", i);
            Place code = source == null ? null : source.child("code");
            if (code != null) {
                run.claims.change(mark, code, Outcome.TRANSLATED, map.name());
            }
            if (codings.stream().noneMatch(c -> same(c, t))) {
                insert(concept, place, t, rule);
            }
            return true;
        }
        return false;
    }

    private static void insert(CodeableConcept concept, Place place, Translation t, String rule) {
        for (Place child : place.children()) {
            if (child.property.equals("coding")) {
                child.index++;
            }
        }
        Coding translation = of(t);
        concept.getCoding().add(0, translation);
        Place made = new Place(translation, "coding");
        made.index = 0;
        made.origin = rule;
        place.add(made);
    }

    private boolean coding(Coding coding, Place place, CodeMap map, String field, int mark, String rule) {
        Translation t = lookUp(map, coding, field);
        if (t == null) {
            return false;
        }
        Place code = place.child("code");
        if (code != null) {
            run.claims.change(mark, code, Outcome.TRANSLATED, map.name());
        }
        if (!same(coding, t)) {
            keepBeside(coding, place, t, rule);
        }
        return true;
    }

    /** The Coding becomes the translation; what the source wrote moves into its extension, and so do the places. */
    private static void keepBeside(Coding coding, Place place, Translation t, String rule) {
        Coding source = coding.copy();
        Extension extension = new Extension(ExtensionUrls.SOURCE_VALUE, source);
        Place kept = new Place(source, "valueCoding");
        Place holder = new Place(extension, "extension");
        List.copyOf(place.children()).forEach(child -> {
            place.remove(child);
            kept.add(child);
        });
        Coding translation = of(t);
        coding.setSystem(null).setVersion(null).setCode(null).setDisplay(null).setUserSelectedElement(null);
        coding.setSystemElement(translation.hasSystem() ? translation.getSystemElement() : null);
        coding.setCodeElement(translation.getCodeElement());
        coding.setDisplayElement(translation.hasDisplay() ? translation.getDisplayElement() : null);
        coding.addExtension(extension);
        holder.index = coding.getExtension().size() - 1;
        holder.origin = rule;
        place.origin = rule;
        holder.add(kept);
        place.add(holder);
    }

    private static boolean same(Coding coding, Translation t) {
        return t.code().equals(coding.getCode())
                && t.system().equals(coding.getSystem() == null ? "" : coding.getSystem());
    }

    private static Coding of(Translation t) {
        Coding coding = new Coding();
        if (!t.system().isEmpty()) {
            coding.setSystem(t.system());
        }
        coding.setCode(t.code());
        if (!t.display().isEmpty()) {
            coding.setDisplay(t.display());
        }
        return coding;
    }

    /** A code that the source gives no system of its own is a code of the field, which is what the vocabulary is for. */
    private static @Nullable Translation lookUp(CodeMap map, Coding coding, String field) {
        if (!coding.hasCode()) {
            return null;
        }
        String system = coding.getSystem() == null ? "" : coding.getSystem();
        Translation exact = map.translate(system, coding.getCode());
        boolean ofField = system.isEmpty() || system.equals(field);
        return exact == null && ofField ? map.translate(coding.getCode()) : exact;
    }
}
