package org.chartlift.mapping;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.Set;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Enumeration;
import org.hl7.fhir.r4.model.Extension;
import org.jspecify.annotations.Nullable;

/**
 * One step into the R4 model, resolved when maps are compiled.
 *
 * @param label as written, for example {@code valueQuantity}
 * @param property the model's name, for example {@code value[x]}
 * @param hash hash that the model's setter switches on
 * @param list whether it repeats
 * @param types FHIR types it may hold; one, unless it is a choice whose type the map did not spell
 * @param factory makes an instance; null where several types are possible or the type is abstract
 * @param instance name of the list instance a path goes through; empty for the unnamed one
 * @param url of the extension; empty for other elements
 * @param codes legal codes of a required binding; empty for other elements
 */
record Element(
        String label,
        String property,
        int hash,
        boolean list,
        Set<String> types,
        @Nullable Constructor<? extends Base> factory,
        String instance,
        String url,
        Set<String> codes) {
    /** A new instance. */
    Base create() {
        try {
            Base made = factory.newInstance();
            if (made instanceof Extension e) {
                e.setUrl(url);
            }
            return made;
        } catch (InstantiationException | IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("cannot make " + label, e);
        }
    }

    /** Sets or appends the value below this container, and answers the instance that the model keeps. */
    Base set(Base container, Base value) {
        container.setProperty(hash, property, value);
        if (codes.isEmpty()) {
            return value;
        }
        Base[] held = container.getProperty(hash, property, false);
        Base kept = held[held.length - 1];
        if (kept instanceof Enumeration<?> e && e.getCode() == null) {
            e.setValue(null);
        }
        return kept;
    }

    /** The same element, on its way through a named instance or as the extension of this url. */
    Element named(String name, String extension) {
        return new Element(label, property, hash, list, types, factory, name, extension, codes);
    }

    String type() {
        return types.iterator().next();
    }
}
