package org.chartlift.interceptor.hold;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Date;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Annotation;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.ListResource;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;

/**
 * A hold as a List: one for each Patient or Group that is held, under an id that follows from it. Its entries are the patients whom it holds; a hold that is
 * released has none, is retired, and names its subject without a reference that must resolve, so that it keeps nothing on the server. Who ordered what and
 * when is in its notes, the last one last.
 */
final class HoldList {
    /** How the ids of these Lists begin. */
    static final String ID_PREFIX = "legal-hold-";

    private static final int ID_DIGITS = 40;

    private HoldList() {}

    static String idOf(String subject) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(subject.getBytes(StandardCharsets.UTF_8));
            return ID_PREFIX + HexFormat.of().formatHex(hash).substring(0, ID_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Java without SHA-256", e);
        }
    }

    static ListResource of(HoldRequest request) {
        ListResource list = new ListResource()
                .setMode(ListResource.ListMode.WORKING)
                .setTitle("Legal hold")
                .setCode(new CodeableConcept()
                        .addCoding(new Coding()
                                .setSystem(Holds.SYSTEM)
                                .setCode(Holds.CODE)
                                .setDisplay("Legal hold")));
        list.setId(idOf(request.subject()));
        list.addIdentifier().setValue(request.subject());
        return list;
    }

    /** Puts the hold into force for these patients. */
    static void set(ListResource list, HoldRequest request, Set<String> patients, Date now) {
        list.setStatus(ListResource.ListStatus.CURRENT).setDate(now).setSubject(new Reference(request.subject()));
        list.getEntry().clear();
        new TreeSet<>(patients).forEach(p -> list.addEntry().setItem(new Reference(p)));
        list.addNote(note("set", request, now));
    }

    static void release(ListResource list, HoldRequest request, Date now) {
        String subject = request.subject();
        list.setStatus(ListResource.ListStatus.RETIRED)
                .setDate(now)
                .setSubject(new Reference()
                        .setType(subject.substring(0, subject.indexOf('/')))
                        .setIdentifier(new Identifier().setValue(subject))
                        .setDisplay(subject));
        list.getEntry().clear();
        list.addNote(note("released", request, now));
    }

    private static Annotation note(String action, HoldRequest request, Date now) {
        return new Annotation()
                .setAuthor(new StringType(request.authority()))
                .setTime(now)
                .setText(action + ": " + request.reason());
    }

    static Set<String> patients(ListResource list) {
        return list.getEntry().stream()
                .map(entry -> entry.getItem().getReference())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
