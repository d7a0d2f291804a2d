package org.chartlift.mapping;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.chartlift.mapping.rule.SyntaxException;
import org.chartlift.mapping.rule.TargetPath;
import org.chartlift.mapping.rule.YamlNode;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Extension;
import org.jspecify.annotations.Nullable;

/** Resolves target paths against the R4 model. Used by one thread. */
final class TargetCompiler {
    private final CompileContext context;

    TargetCompiler(CompileContext context) {
        this.context = context;
    }

    /**
     * A target and what stands there.
     *
     * @param exemplar an empty instance of the last element; null where it has several types
     * @param referenceTargets types it may refer to, if it is a Reference
     */
    record Target(TargetPlan plan, @Nullable Base exemplar, Set<String> referenceTargets) {}

    /** The target of a value: the value of an extension, where the path ends in one. Null, with a fault, if there is none. */
    @Nullable
    Target value(Base container, Element self, YamlNode at) {
        Target target = element(container, self, at);
        if (target == null
                || !(target.exemplar() instanceof Extension)
                || target.plan().isSelf()) {
            return target;
        }
        try {
            return wrapped(target, at);
        } catch (SyntaxException e) {
            context.faults.add(at, e.getMessage());
            return null;
        }
    }

    /** The target of a block: the element itself, also where it is an extension. */
    @Nullable
    Target element(Base container, Element self, YamlNode at) {
        if (at.text().equals(".")) {
            Element here = new Element(".", "", 0, false, self.types(), self.factory(), "", self.url(), self.codes());
            return new Target(new TargetPlan(".", List.of(), null, here), container, Set.of("Any"));
        }
        try {
            TargetPath path = TargetPath.parse(at.text());
            return walk(container, path);
        } catch (SyntaxException e) {
            context.faults.add(at, e.getMessage());
            return null;
        }
    }

    private Target walk(Base container, TargetPath path) throws SyntaxException {
        List<Element> elements = new ArrayList<>();
        Base at = container;
        Model.Step step = null;
        for (TargetPath.Step s : path.steps()) {
            if (at == null) {
                throw new SyntaxException(
                        "`" + path.text() + "`: spell the type of the choice before `" + s.element() + "`");
            }
            step = Model.step(at, s, url(s));
            if (!s.instance().isEmpty() && !step.element().list()) {
                throw new SyntaxException(
                        "`" + path.text() + "`: `" + s.element() + "` does not repeat, so it has no names");
            }
            elements.add(step.element());
            at = step.exemplar();
        }
        Element last = elements.remove(elements.size() - 1);
        return new Target(new TargetPlan(path.text(), List.copyOf(elements), null, last), at, step.referenceTargets());
    }

    private String url(TargetPath.Step step) throws SyntaxException {
        if (step.extension().isEmpty()) {
            return "";
        }
        YamlNode definition = context.documents.extensions.get(step.extension());
        String url = definition == null ? null : definition.text("url");
        if (url == null) {
            throw new SyntaxException("no extension `" + step.extension() + "` in extensions.yaml");
        }
        return url;
    }

    private Target wrapped(Target target, YamlNode at) throws SyntaxException {
        String text = at.text();
        String name = text.substring(text.lastIndexOf('(') + 1, text.length() - 1);
        YamlNode definition = context.documents.extensions.get(name);
        YamlNode type = definition.get("type");
        Set<String> types = new LinkedHashSet<>();
        if (type != null) {
            type.items().forEach(t -> types.add(t.text()));
        }
        if (types.isEmpty() || types.contains("complex")) {
            throw new SyntaxException(
                    "extension `" + name + "` has no value (type: complex): write to its sub-extensions in a block");
        }
        List<Element> through = target.plan().through();
        Element extension = target.plan().last();
        if (types.size() > 1) {
            Model.Step any = Model.step(new Extension(), new TargetPath.Step("value", "", ""), "");
            Element value = any.element();
            Element limited = new Element(
                    "value", value.property(), value.hash(), false, Set.copyOf(types), null, "", "", Set.of());
            return new Target(new TargetPlan(text, through, extension, limited), null, Set.of("Any"));
        }
        String element = "value" + Model.capitalized(types.iterator().next());
        Model.Step value = Model.step(new Extension(), new TargetPath.Step(element, "", ""), "");
        return new Target(new TargetPlan(text, through, extension, value.element()), value.exemplar(), Set.of("Any"));
    }
}
