package org.chartlift.mapping;

import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.chartlift.mapping.rule.SyntaxException;
import org.chartlift.mapping.rule.TargetPath;
import org.hl7.fhir.exceptions.FHIRException;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.EnumFactory;
import org.hl7.fhir.r4.model.Enumeration;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Property;
import org.jspecify.annotations.Nullable;

/** The R4 model as the compiler sees it: elements, their types, cardinalities and required codes, found without a FhirContext. */
final class Model {
    static final Element EXTENSION = new Element(
            "extension",
            "extension",
            "extension".hashCode(),
            true,
            Set.of("Extension"),
            constructor(new Extension()),
            "",
            "",
            Set.of());

    /** What was found before, by container and name: maps write to the same elements again and again. The model never changes. */
    private static final Map<Class<?>, Map<String, Step>> STEPS = new ConcurrentHashMap<>();

    private static final Map<String, Optional<Base>> EXEMPLARS = new ConcurrentHashMap<>();
    private static final Pattern TYPE = Pattern.compile("[A-Za-z][A-Za-z0-9]*");

    private Model() {}

    /** An element and an empty instance of it; null where it has several types. */
    record Step(Element element, @Nullable Base exemplar, Set<String> referenceTargets) {}

    /** The type itself as an element, for maps; throws if R4 has no such type. */
    static Element type(String name) throws SyntaxException {
        Base exemplar = exemplar(name);
        if (exemplar == null) {
            throw new SyntaxException("FHIR R4 has no type " + name);
        }
        return new Element(name, name, name.hashCode(), false, Set.of(name), constructor(exemplar), "", "", Set.of());
    }

    static boolean isResource(String type) {
        return Character.isUpperCase(type.charAt(0)) && exemplar(type) instanceof org.hl7.fhir.r4.model.Resource;
    }

    /**
     * An empty instance of a type, null if R4 has none of this name. Found by the name of its class: the model's own factories name every
     * class of R4, and to verify them Java loads all of those, which is a third of the start of a command.
     */
    static @Nullable Base exemplar(String type) {
        return EXEMPLARS.computeIfAbsent(type, Model::find).orElse(null);
    }

    private static Optional<Base> find(String type) {
        if (!TYPE.matcher(type).matches()) {
            return Optional.empty();
        }
        boolean primitive = Character.isLowerCase(type.charAt(0));
        Base plain = primitive || type.equals("List") ? null : byClass(type);
        return Optional.ofNullable(
                plain != null ? plain : byClass(capitalized(type) + (primitive ? "Type" : "Resource")));
    }

    private static @Nullable Base byClass(String name) {
        try {
            Class<?> found = Class.forName("org.hl7.fhir.r4.model." + name);
            boolean concrete = Base.class.isAssignableFrom(found) && !Modifier.isAbstract(found.getModifiers());
            return concrete ? (Base) found.getConstructor().newInstance() : null;
        } catch (ReflectiveOperationException notAType) {
            return null;
        }
    }

    /** The element of this name below the container; for extensions the element is the extension itself. */
    static Step step(Base container, TargetPath.Step step, String url) throws SyntaxException {
        Map<String, Step> known = STEPS.computeIfAbsent(container.getClass(), type -> new ConcurrentHashMap<>());
        Step found = known.get(step.element());
        if (found == null) {
            found = look(container, step.element());
            known.put(step.element(), found);
        }
        return step.instance().isEmpty() && url.isEmpty()
                ? found
                : new Step(found.element.named(step.instance(), url), found.exemplar, found.referenceTargets);
    }

    private static Step look(Base container, String wanted) throws SyntaxException {
        Property property = property(container, wanted);
        String name = property.getName();
        boolean choice = name.endsWith("[x]");
        String bare = choice ? name.substring(0, name.length() - 3) : name;
        List<String> codes = split(property.getTypeCode());
        if (codes.equals(List.of("*"))) {
            codes = open(container, wanted, bare);
        }
        Set<String> types = new LinkedHashSet<>();
        Set<String> targets = new LinkedHashSet<>();
        for (String code : codes) {
            String written = code.contains("(") ? code.substring(0, code.indexOf('(')) : code;
            // FHIR JSON spells the profile SimpleQuantity as its type: doseQuantity
            String type = written.equals("SimpleQuantity") ? "Quantity" : written;
            boolean isWanted =
                    !choice || wanted.equals(bare) || wanted.equals(name) || wanted.equals(bare + capitalized(type));
            if (isWanted) {
                types.add(type);
                targets.addAll(type.equals("Reference") ? inParentheses(code) : List.of());
            }
        }
        if (types.isEmpty()) {
            throw new SyntaxException("`" + wanted + "` is not a type of " + name + ": " + codes);
        }
        Base exemplar = types.size() > 1
                ? null
                : child(container, wanted, types.iterator().next());
        Element element = new Element(
                wanted,
                name,
                bare.hashCode(),
                property.isList(),
                Set.copyOf(exemplar == null ? types : Set.of(types.iterator().next())),
                exemplar == null ? null : constructor(exemplar),
                "",
                "",
                exemplar instanceof CodeType ? codes(container, bare) : Set.of());
        return new Step(element, exemplar, targets);
    }

    /** The type that the name of an element of any type spells. */
    private static List<String> open(Base container, String element, String bare) throws SyntaxException {
        if (element.equals(bare)) {
            return List.of("CodeableConcept", "Quantity", "string");
        }
        try {
            return List.of(instance(constructor(container)).addChild(element).fhirType());
        } catch (FHIRException e) {
            throw new SyntaxException("`" + element + "` is no type that an extension can hold");
        }
    }

    private static Property property(Base container, String name) throws SyntaxException {
        Property property = null;
        try {
            property = container.getNamedProperty(name);
        } catch (FHIRException unknown) {
            property = null;
        }
        if (property == null) {
            throw new SyntaxException("`" + container.fhirType() + "` has no element `" + name + "`");
        }
        return property;
    }

    private static @Nullable Base child(Base container, String name, String type) {
        boolean primitive = !type.isEmpty() && Character.isLowerCase(type.charAt(0));
        return primitive ? exemplar(type) : instance(constructor(container)).addChild(name);
    }

    /** Legal codes of an element with a required binding; empty for any other. */
    private static Set<String> codes(Base container, String property) {
        Base scratch = instance(constructor(container));
        scratch.setProperty(property.hashCode(), property, new CodeType());
        Base[] held = scratch.getProperty(property.hashCode(), property, false);
        return held.length > 0 && held[0] instanceof Enumeration<?> e ? constants(e.getEnumFactory()) : Set.of();
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Set<String> constants(EnumFactory factory) {
        String name = factory.getClass().getName();
        Set<String> codes = new LinkedHashSet<>();
        try {
            Class<?> type = Class.forName(name.substring(0, name.length() - "EnumFactory".length()));
            for (Object constant : type.getEnumConstants()) {
                String code = ((Enum<?>) constant).name().equals("NULL") ? null : factory.toCode((Enum) constant);
                if (code != null && !code.equals("?")) {
                    codes.add(code);
                }
            }
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("the model has a factory without its enumeration: " + name, e);
        }
        return Set.copyOf(codes);
    }

    @SuppressWarnings("unchecked")
    static java.lang.reflect.Constructor<? extends Base> constructor(Base exemplar) {
        try {
            return (java.lang.reflect.Constructor<? extends Base>)
                    exemplar.getClass().getConstructor();
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(exemplar.getClass() + " has no constructor without arguments", e);
        }
    }

    private static Base instance(java.lang.reflect.Constructor<? extends Base> constructor) {
        try {
            return constructor.newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make an instance with " + constructor, e);
        }
    }

    private static List<String> split(String typeCode) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int from = 0;
        for (int i = 0; i < typeCode.length(); i++) {
            char c = typeCode.charAt(i);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (c == '|' && depth == 0) {
                parts.add(typeCode.substring(from, i).trim());
                from = i + 1;
            }
        }
        parts.add(typeCode.substring(from).trim());
        return parts;
    }

    private static List<String> inParentheses(String typeCode) {
        int open = typeCode.indexOf('(');
        return open < 0
                ? List.of("Any")
                : List.of(typeCode.substring(open + 1, typeCode.length() - 1).split("\\|"));
    }

    static String capitalized(String type) {
        return type.isEmpty() ? type : Character.toUpperCase(type.charAt(0)) + type.substring(1);
    }
}
