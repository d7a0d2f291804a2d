package org.chartlift.load;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.chartlift.mapping.ConvertedResource;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * How a record's version of a resource meets the one before it, at the grain of top-level elements: an element that the record has
 * replaces the earlier one whole; one that it lacks is kept, unless the record asked to clear it. Two kinds of list only grow, because
 * messages repeat parts of them: identifiers, by system and value, and extensions, by URL (carried source fields by path).
 */
final class Merging {
    private static final Set<String> NEVER_KEPT = Set.of("id", "meta");

    private Merging() {}

    /** The resource after this record; neither argument is changed or shared. */
    static Resource merge(@Nullable Resource before, ConvertedResource update) {
        Resource after = update.resource().copy();
        if (before == null) {
            return after;
        }
        keepMeta(after, before.getMeta());
        if (update.update() == ConvertedResource.Update.REPLACE) {
            return after;
        }
        for (Property element : before.copy().children()) {
            if (element.hasValues() && !NEVER_KEPT.contains(element.getName())) {
                keep(after, element, update.cleared());
            }
        }
        return after;
    }

    private static void keep(Resource after, Property element, Set<String> cleared) {
        String name = element.getName();
        String plain = name.replace("[x]", "");
        if (cleared.stream().anyMatch(c -> c.equals(plain) || (plain.length() < name.length() && choice(c, plain)))) {
            return;
        }
        List<Base> now = after.getNamedProperty(name).getValues();
        if (now.isEmpty()) {
            for (Base value : element.getValues()) {
                clear(value, plain, cleared);
                if (!value.isEmpty()) {
                    after.setProperty(name, value);
                }
            }
        } else if (element.isList() && growing(element.getValues().get(0))) {
            replaceAll(after, name, union(element.getValues(), now));
        }
    }

    /** Whether {@code deceasedBoolean} spells {@code deceased[x]}. */
    private static boolean choice(String cleared, String plain) {
        return cleared.startsWith(plain)
                && cleared.length() > plain.length()
                && Character.isUpperCase(cleared.charAt(plain.length()));
    }

    /** Labels that somebody set are kept, as a server keeps them on update (FHIR section 3.1.0.4.1). */
    private static void keepMeta(Resource after, Meta before) {
        before.getTag().stream()
                .filter(t -> after.getMeta().getTag(t.getSystem(), t.getCode()) == null)
                .forEach(t -> after.getMeta().addTag(t.copy()));
        before.getSecurity().stream()
                .filter(s -> after.getMeta().getSecurity(s.getSystem(), s.getCode()) == null)
                .forEach(s -> after.getMeta().addSecurity(s.copy()));
    }

    /** Elements below a kept one that the record asked to clear. */
    private static void clear(Base value, String path, Set<String> cleared) {
        String prefix = path + ".";
        for (String target : cleared) {
            if (target.startsWith(prefix)) {
                String rest = target.substring(prefix.length());
                int dot = rest.indexOf('.');
                String child = dot < 0 ? rest : rest.substring(0, dot);
                for (Base nested : List.copyOf(value.listChildrenByName(child))) {
                    if (dot < 0) {
                        value.removeChild(child, nested);
                    } else {
                        clear(nested, path + "." + child, Set.of(target));
                    }
                }
            }
        }
    }

    static boolean growing(Base value) {
        return value instanceof Identifier || value instanceof Extension;
    }

    /** Earlier ones in their order, each replaced by a later one of the same key, then the new ones. */
    private static List<Base> union(List<Base> before, List<Base> now) {
        Map<String, List<Base>> byKey = new LinkedHashMap<>();
        before.forEach(
                b -> byKey.computeIfAbsent(key(b), k -> new ArrayList<>()).add(b));
        Map<String, List<Base>> later = new LinkedHashMap<>();
        now.forEach(b -> later.computeIfAbsent(key(b), k -> new ArrayList<>()).add(b));
        byKey.putAll(later);
        return byKey.values().stream().flatMap(List::stream).toList();
    }

    /** What makes two members of a growing list the same. */
    static String key(Base value) {
        if (value instanceof Identifier identifier) {
            return identifier.getSystem() + '|' + identifier.getValue();
        }
        Extension extension = (Extension) value;
        Extension path = extension.getExtensionByUrl("path");
        // a field that is carried as it is: one per source path
        return path == null ? extension.getUrl() : extension.getUrl() + '|' + path.getValueAsPrimitive().getValueAsString();
    }

    static void replaceAll(Resource resource, String name, List<Base> values) {
        List<Base> copies = values.stream().map(Base::copy).toList();
        for (Base old : List.copyOf(resource.getNamedProperty(name).getValues())) {
            resource.removeChild(name, old);
        }
        copies.forEach(copy -> resource.setProperty(name, copy));
    }
}
