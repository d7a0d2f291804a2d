package org.chartlift.interceptor.hold;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.api.dao.IFhirResourceDao;
import ca.uhn.fhir.jpa.dao.tx.IHapiTransactionService;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.rest.server.exceptions.ResourceVersionConflictException;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.util.Collection;
import java.util.Collections;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.chartlift.audit.OperationalWork;
import org.chartlift.audit.TransactionMark;
import org.chartlift.validation.PatientLinks;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Group;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.ListResource;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Legal holds. A patient is held as long as a List of ours names them; the security label on the Patient shows it to those who read the record, and is not
 * what decides. Safe for use by several threads; what it reads joins the calling thread's transaction and does not see what that has not flushed.
 */
public final class Holds {
    /** System of the code of the List and of the label. */
    public static final String SYSTEM = "https://chartlift.org/fhir/CodeSystem/hold";

    /** Code of the List and of the label. */
    public static final String CODE = "legal-hold";

    private static final Object KEY = Holds.class;

    private final DaoRegistry daos;
    private final IHapiTransactionService transactions;
    private final HeldPatients held;
    private final Clock clock;

    /** @param entities a shared EntityManager, which joins the calling thread's transaction or opens a session of its own */
    public Holds(DaoRegistry daos, IHapiTransactionService transactions, EntityManager entities, Clock clock) {
        this.daos = daos;
        this.transactions = transactions;
        this.held = new HeldPatients(entities);
        this.clock = clock;
    }

    /** Everybody who is held, {@code Patient/id}. */
    public Set<String> heldPatients() {
        return held.all();
    }

    /** Whether anybody is held. */
    public boolean isAnybodyHeld() {
        return !held.isEmpty();
    }

    /** Those of the patients ({@code Patient/id}) who are held. */
    public Set<String> heldAmong(Set<String> patients) {
        return patients.isEmpty() ? Set.of() : held.among(patients, "");
    }

    /** Whether the resource is part of the record of somebody who is held; a Binary is part of the records that its documents are part of. */
    public boolean isHeld(Resource resource) {
        return !heldAmong(patientsOf(resource)).isEmpty();
    }

    /** Those of the resources ({@code Type/id}, deleted ones among them) that are part of the record of somebody who is held. */
    public Set<String> heldResources(Collection<String> references) {
        Set<String> heldPatients = held.all();
        if (heldPatients.isEmpty()) {
            return Set.of();
        }
        Set<String> found = new HashSet<>();
        references.stream()
                .collect(Collectors.groupingBy(r -> r.substring(0, r.indexOf('/'))))
                .forEach((type, some) -> {
                    Map<String, Set<String>> patients = patientsOf(type, some);
                    some.stream()
                            .filter(r -> !Collections.disjoint(patients.getOrDefault(r, Set.of()), heldPatients))
                            .forEach(found::add);
                });
        return found;
    }

    private Map<String, Set<String>> patientsOf(String type, List<String> references) {
        if (type.equals("Patient")) {
            return references.stream().distinct().collect(Collectors.toMap(r -> r, Set::of));
        }
        if (type.equals("Binary")) {
            return references.stream().distinct().collect(Collectors.toMap(r -> r, held::patientsOfBinary));
        }
        Map<String, Set<String>> patients = held.patientsOf(
                type,
                references.stream().map(r -> r.substring(r.indexOf('/') + 1)).toList());
        references.stream()
                .filter(r -> !patients.containsKey(r))
                .forEach(r ->
                        patients.put(r, lastVersion(r).map(PatientLinks::of).orElse(Set.of())));
        return patients;
    }

    /** The last version that had content, for what no index knows: because it is deleted, or names no patient. */
    private Optional<Resource> lastVersion(String reference) {
        IdType id = new IdType(reference);
        SystemRequestDetails request = new SystemRequestDetails();
        IFhirResourceDao<?> dao = daos.getResourceDao(id.getResourceType());
        try {
            return Optional.of((Resource) dao.read(id, request));
        } catch (ResourceGoneException e) {
            long deleted = dao.read(id, request, true).getIdElement().getVersionIdPartAsLong();
            return Optional.of((Resource) dao.read(id.withVersion(Long.toString(deleted - 1)), request));
        } catch (ResourceNotFoundException e) {
            return Optional.empty();
        }
    }

    /** Whose record the resource is part of, {@code Patient/id}. */
    public Set<String> patientsOf(Resource resource) {
        Set<String> patients = new HashSet<>(PatientLinks.of(resource));
        if (resource instanceof Binary && resource.getIdElement().hasIdPart()) {
            patients.addAll(
                    held.patientsOfBinary("Binary/" + resource.getIdElement().getIdPart()));
        }
        return patients;
    }

    /** Whether the resource is the List of a hold. */
    public static boolean isHoldList(Resource resource) {
        return resource instanceof ListResource
                && resource.getIdElement().hasIdPart()
                && resource.getIdElement().getIdPart().startsWith(HoldList.ID_PREFIX);
    }

    /** Whether the calling thread's transaction sets or releases a hold. */
    public static boolean isAtWork() {
        return TransactionSynchronizationManager.hasResource(KEY);
    }

    /**
     * Puts a hold into force, in a transaction of its own. Set again, it takes in who has become a member of the Group since.
     *
     * @return the hold's List
     * @throws ResourceNotFoundException if there is no such Patient or Group
     * @throws UnprocessableEntityException if the Group has no Patient
     */
    public ListResource set(HoldRequest asked, RequestDetails request) {
        return transactions.withRequest(request).execute(() -> {
            begin();
            Set<String> patients = patients(asked.subject(), request);
            ListResource list = stored(asked, request);
            Set<String> before = HoldList.patients(list);
            HoldList.set(list, asked, patients, Date.from(clock.instant()));
            ListResource written = write(list, request);
            patients.stream().filter(p -> !before.contains(p)).forEach(p -> patientDao()
                    .metaAddOperation(new IdType(p), label(), request));
            unlabel(before, patients, list, request);
            return written;
        });
    }

    /**
     * Ends a hold, in a transaction of its own. Patients whom another hold names stay held.
     *
     * @return the hold's List, retired
     * @throws ResourceVersionConflictException if none is in force
     */
    public ListResource release(HoldRequest asked, RequestDetails request) {
        return transactions.withRequest(request).execute(() -> {
            begin();
            ListResource list = stored(asked, request);
            if (list.getStatus() != ListResource.ListStatus.CURRENT) {
                throw new ResourceVersionConflictException("no hold is in force on " + asked.subject());
            }
            Set<String> before = HoldList.patients(list);
            HoldList.release(list, asked, Date.from(clock.instant()));
            ListResource written = write(list, request);
            unlabel(before, Set.of(), list, request);
            return written;
        });
    }

    /** Marks the transaction; no version that it writes is an edit of the record. */
    private static void begin() {
        OperationalWork.bindToTransaction();
        TransactionMark.bind(KEY, KEY);
    }

    private Set<String> patients(String subject, RequestDetails request) {
        if (subject.startsWith("Patient/")) {
            Patient patient = patientDao().read(new IdType(subject), request);
            return Set.of("Patient/" + patient.getIdElement().getIdPart());
        }
        Group group = daos.getResourceDao(Group.class).read(new IdType(subject), request);
        Set<String> members = new TreeSet<>();
        group.getMember().stream()
                .map(member -> new IdType(member.getEntity().getReference()))
                .filter(id -> "Patient".equals(id.getResourceType()))
                .forEach(id -> members.add("Patient/" + id.getIdPart()));
        if (members.isEmpty()) {
            throw new UnprocessableEntityException("the Group names no Patient");
        }
        return members;
    }

    private ListResource stored(HoldRequest asked, RequestDetails request) {
        try {
            return lists().read(new IdType("List", HoldList.idOf(asked.subject())), request);
        } catch (ResourceNotFoundException none) {
            return HoldList.of(asked);
        }
    }

    private ListResource write(ListResource list, RequestDetails request) {
        return (ListResource) lists().update(list, request).getResource();
    }

    private void unlabel(Set<String> before, Set<String> now, ListResource list, RequestDetails request) {
        Set<String> gone = new TreeSet<>(before);
        gone.removeAll(now);
        if (!gone.isEmpty()) {
            gone.removeAll(held.among(gone, list.getIdElement().getIdPart()));
            gone.forEach(p -> patientDao().metaDeleteOperation(new IdType(p), label(), request));
        }
    }

    private static Meta label() {
        return new Meta()
                .addSecurity(new Coding().setSystem(SYSTEM).setCode(CODE).setDisplay("Legal hold"));
    }

    private IFhirResourceDao<Patient> patientDao() {
        return daos.getResourceDao(Patient.class);
    }

    private IFhirResourceDao<ListResource> lists() {
        return daos.getResourceDao(ListResource.class);
    }
}
