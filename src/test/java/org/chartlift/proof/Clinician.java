package org.chartlift.proof;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.chartlift.proof.Rest.Answer;

/** Writes as a clinician's application does: reads, changes, and writes with {@code If-Match}; what is refused was never written. */
final class Clinician {
    private static final int ATTEMPTS = 3;

    private final Rest rest;
    private final EditLog log;

    Clinician(Rest rest, EditLog log) {
        this.rest = rest;
        this.log = log;
    }

    /** What is there now; empty if it is not. */
    Optional<ObjectNode> read(String reference) {
        Answer answer = rest.get(reference);
        return answer.status() == 200 ? Optional.of(answer.json()) : Optional.empty();
    }

    /** Changes a resource in place; {@code change} answers what that says, or nothing if there is nothing to change. */
    boolean update(String kind, String reference, Function<ObjectNode, List<Claim>> change) {
        int status = 404;
        for (int i = 0; i < ATTEMPTS; i++) {
            Optional<ObjectNode> before = read(reference);
            if (before.isEmpty()) {
                break;
            }
            ObjectNode written = before.get().deepCopy();
            List<Claim> claims = change.apply(written);
            if (claims.isEmpty()) {
                return false;
            }
            String version = before.get().path("meta").path("versionId").asText();
            Answer answer = rest.put(reference, written, "If-Match", "W/\"" + version + "\"");
            if (answer.isSuccess()) {
                log.accepted(kind, reference, before.get(), written, claims);
                return true;
            }
            status = answer.status();
            if (status != 409 && status != 412) {
                break;
            }
        }
        log.refused(kind, reference, status);
        return false;
    }

    /** Makes a resource with an id of the clinician's application, and answers its reference; empty if it was refused. */
    Optional<String> create(String kind, ObjectNode resource) {
        String id = "clin-" + UUID.randomUUID();
        String reference = resource.path("resourceType").asText() + "/" + id;
        resource.put("id", id);
        Answer answer = rest.put(reference, resource);
        if (!answer.isSuccess()) {
            log.refused(kind, reference, answer.status());
            return Optional.empty();
        }
        log.accepted(kind, reference, null, resource, List.of(new Claim.Whole(reference, resource)));
        return Optional.of(reference);
    }

    boolean delete(String kind, String reference) {
        Optional<ObjectNode> before = read(reference);
        Answer answer = rest.delete(reference);
        if (before.isEmpty() || !answer.isSuccess()) {
            log.refused(kind, reference, answer.status());
            return false;
        }
        log.accepted(kind, reference, before.get(), null, List.of(new Claim.Gone(reference)));
        return true;
    }
}
