package org.chartlift.mapping;

import java.util.List;
import java.util.Map;
import org.chartlift.mapping.rule.Faults;
import org.chartlift.mapping.rule.SyntaxException;
import org.chartlift.mapping.rule.TargetPath;
import org.chartlift.mapping.rule.YamlNode;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.jspecify.annotations.Nullable;

/** Builds the value of a {@code fixed} rule: a scalar, or the FHIR JSON of the element as YAML. Used by one thread, while compiling. */
final class Constants {
    private final Faults faults;

    Constants(Faults faults) {
        this.faults = faults;
    }

    @Nullable
    Base of(YamlNode node, TargetCompiler.Target target) {
        try {
            return build(node, target.plan().last(), target.exemplar());
        } catch (SyntaxException e) {
            faults.add(node, e.getMessage());
            return null;
        }
    }

    private Base build(YamlNode node, Element element, @Nullable Base exemplar) throws SyntaxException {
        if (exemplar instanceof PrimitiveType) {
            Primitive primitive = new Primitive(element.type(), element.factory(), element.codes());
            PrimitiveType<?> value = node.isScalar() ? primitive.of(node.text()) : null;
            if (value == null) {
                throw new SyntaxException("`" + node.text() + "` is "
                        + primitive.why().replace('-', ' ') + " for " + element.label()
                        + (element.codes().isEmpty()
                                ? ""
                                : ": " + element.codes().stream().sorted().toList()));
            }
            return value;
        }
        if (exemplar == null || !node.isMap()) {
            throw new SyntaxException(
                    "`" + element.label() + "` takes the FHIR JSON of a " + element.types() + " as YAML");
        }
        Base made = element.create();
        for (Map.Entry<String, YamlNode> field : node.fields().entrySet()) {
            fill(made, field.getKey(), field.getValue());
        }
        return made;
    }

    private void fill(Base made, String name, YamlNode value) throws SyntaxException {
        Model.Step step = Model.step(made, new TargetPath.Step(name, "", ""), "");
        List<YamlNode> items = value.items();
        if (value.isList() != step.element().list()) {
            throw new SyntaxException("`" + name + "` " + (value.isList() ? "does not repeat" : "is a list"));
        }
        for (YamlNode item : items) {
            step.element().set(made, build(item, step.element(), step.exemplar()));
        }
    }
}
