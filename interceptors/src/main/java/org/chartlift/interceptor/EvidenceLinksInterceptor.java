package org.chartlift.interceptor;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.jpa.api.model.DeleteConflict;
import ca.uhn.fhir.jpa.api.model.DeleteConflictList;
import ca.uhn.fhir.model.primitive.IdDt;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Evidence does not keep alive what it tells of: an AuditEvent that names a Patient is no reason to refuse that Patient's
 * deletion. HAPI lists only some of the referrers, and evidence could fill that list, so whether anything else refers to the
 * resource is asked again.
 */
final class EvidenceLinksInterceptor {
    /** Before HAPI's CascadingDeleteInterceptor, which would otherwise try to delete the evidence. */
    private static final int BEFORE_CASCADE = TransactionAuditInterceptor.FIRST;

    private final StoredResources stored;

    EvidenceLinksInterceptor(StoredResources stored) {
        this.stored = stored;
    }

    @Hook(value = Pointcut.STORAGE_PRESTORAGE_DELETE_CONFLICTS, order = BEFORE_CASCADE)
    public void onDeleteConflicts(DeleteConflictList conflicts) {
        Set<IdDt> targets = new LinkedHashSet<>();
        conflicts.removeIf(conflict -> isFromEvidence(conflict) && (targets.add(conflict.getTargetId()) || true));
        List<DeleteConflict> others = new ArrayList<>();
        targets.forEach(target -> others.addAll(stored.referrersBesidesEvidence(target)));
        others.stream().filter(other -> isNew(conflicts, other)).forEach(conflicts::add);
    }

    private static boolean isFromEvidence(DeleteConflict conflict) {
        return ResourceRole.EVIDENCE_TYPES.contains(conflict.getSourceId().getResourceType());
    }

    private static boolean isNew(DeleteConflictList conflicts, DeleteConflict other) {
        if (conflicts.isResourceIdMarkedForDeletion(other.getSourceId())
                && conflicts.isResourceIdMarkedForDeletion(other.getTargetId())) {
            return false;
        }
        for (DeleteConflict known : conflicts) {
            if (known.getSourceId().equals(other.getSourceId())
                    && known.getTargetId().equals(other.getTargetId())) {
                return false;
            }
        }
        return true;
    }
}
