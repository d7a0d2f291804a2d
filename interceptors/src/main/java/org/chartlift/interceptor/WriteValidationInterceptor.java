package org.chartlift.interceptor;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.storage.TransactionDetails;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.chartlift.audit.UnitOfWork;
import org.chartlift.record.Finding;
import org.chartlift.validation.ResourceSet;
import org.hl7.fhir.instance.model.api.IBaseBundle;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * Checks what any door writes before it is stored. A FHIR transaction is checked as a whole and once, before it begins;
 * everything else resource by resource as it is about to be stored. A class A finding refuses the write with 422; other
 * findings pass and are told as warnings: in the {@code response.outcome} of a transaction's entry, or in the header
 * {@value #HEADER} of a single write. A bound {@link UnitOfWork} that is validated is not checked again.
 */
final class WriteValidationInterceptor {
    /** One {@code rule at path} for each finding of a single write that passed. */
    static final String HEADER = "X-Validation-Finding";

    private static final int MAX_HEADERS = 20;
    private static final String CHECKED = WriteValidationInterceptor.class.getName();
    /** A mark that no transaction has claimed yet. */
    private static final Object BY_BUNDLE = new Object();

    private final WriteRules rules;
    private final StoredResources stored;
    private final TransactionLogs logs;
    /** Both hooks of a FHIR transaction run on its thread; the entries of a batch share their request between threads. */
    private final ThreadLocal<Map<Integer, List<Finding>>> toTell = new ThreadLocal<>();

    WriteValidationInterceptor(WriteRules rules, StoredResources stored, TransactionLogs logs) {
        this.rules = rules;
        this.stored = stored;
        this.logs = logs;
    }

    /** A batch is no unit: HAPI comes here again with each of its entries as a transaction of one. */
    @Hook(Pointcut.STORAGE_TRANSACTION_PROCESSING)
    public void beforeTransaction(IBaseBundle sent, @Nullable RequestDetails request) {
        toTell.remove();
        if (!(sent instanceof Bundle bundle) || bundle.getType() != BundleType.TRANSACTION || isValidated()) {
            return;
        }
        ResourceSet set = ResourceSet.of(bundle);
        List<List<Finding>> found = rules.check(set, stored);
        Map<Integer, List<Finding>> byEntry = byEntry(bundle, set, found);
        refuse(request, "Bundle.entry[%d].resource", byEntry);
        set.resources().forEach(r -> r.setUserData(CHECKED, BY_BUNDLE));
        toTell.set(byEntry);
    }

    @Hook(Pointcut.STORAGE_TRANSACTION_PROCESSED)
    public void afterTransaction(IBaseBundle answer) {
        Map<Integer, List<Finding>> byEntry = toTell.get();
        toTell.remove();
        if (byEntry != null && answer instanceof Bundle bundle) {
            byEntry.forEach((entry, findings) -> {
                if (entry < bundle.getEntry().size()) {
                    warn(bundle.getEntry().get(entry), findings);
                }
            });
        }
    }

    @Hook(Pointcut.STORAGE_PRESTORAGE_RESOURCE_CREATED)
    public void beforeCreate(IBaseResource resource, RequestDetails request, TransactionDetails details) {
        check((Resource) resource, request, details);
    }

    @Hook(Pointcut.STORAGE_PRESTORAGE_RESOURCE_UPDATED)
    public void beforeUpdate(
            IBaseResource before, IBaseResource resource, RequestDetails request, TransactionDetails details) {
        check((Resource) resource, request, details);
    }

    private void check(Resource resource, @Nullable RequestDetails request, TransactionDetails details) {
        if (!WriteRules.isChecked(resource) || isValidated() || wasCheckedInBundle(resource, details)) {
            return;
        }
        List<Finding> findings = rules.check(ResourceSet.of(List.of(resource)), new TransactionView(stored, details))
                .get(0);
        refuse(request, "", Map.of(0, findings));
        if (request != null && request.getResponse() != null) {
            findings.stream().limit(MAX_HEADERS).forEach(f -> request.getResponse()
                    .addHeader(HEADER, f.rule() + " at " + f.targetPath()));
        }
    }

    private static boolean isValidated() {
        return UnitOfWork.current().filter(UnitOfWork::validated).isPresent();
    }

    /**
     * The mark holds for the one transaction that first meets it: HAPI stores a resource of a FHIR transaction twice if it
     * has to fill in references, but code that changes and stores the same object later is checked again.
     */
    private static boolean wasCheckedInBundle(Resource resource, TransactionDetails details) {
        Object mark = resource.getUserData(CHECKED);
        if (mark == BY_BUNDLE) {
            resource.setUserData(CHECKED, details);
            return true;
        }
        return mark == details;
    }

    private void refuse(@Nullable RequestDetails request, String prefix, Map<Integer, List<Finding>> byEntry) {
        if (byEntry.values().stream().noneMatch(WriteRules::isRefused)) {
            return;
        }
        OperationOutcome outcome = new OperationOutcome();
        TreeSet<String> broken = new TreeSet<>();
        byEntry.forEach((entry, findings) -> {
            Outcomes.addIssues(outcome, prefix.formatted(entry), findings);
            findings.stream().filter(f -> WriteRules.isRefused(List.of(f))).forEach(f -> broken.add(f.rule()));
        });
        String reason = String.join(", ", broken);
        logs.refuse(request, reason);
        throw new UnprocessableEntityException("Validation refused the write: " + reason, outcome);
    }

    private static Map<Integer, List<Finding>> byEntry(Bundle bundle, ResourceSet set, List<List<Finding>> found) {
        Map<Integer, List<Finding>> byEntry = new TreeMap<>();
        int next = 0;
        for (int entry = 0; entry < bundle.getEntry().size() && next < found.size(); entry++) {
            if (bundle.getEntry().get(entry).getResource() == set.resources().get(next)) {
                if (!found.get(next).isEmpty()) {
                    byEntry.put(entry, found.get(next));
                }
                next++;
            }
        }
        return byEntry;
    }

    private static void warn(BundleEntryComponent entry, List<Finding> findings) {
        OperationOutcome outcome =
                entry.getResponse().getOutcome() instanceof OperationOutcome given ? given : new OperationOutcome();
        Outcomes.addIssues(outcome, "", findings);
        entry.getResponse().setOutcome(outcome);
    }
}
