package org.chartlift.operation;

import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.annotation.OperationParam;
import ca.uhn.fhir.rest.server.exceptions.ForbiddenOperationException;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.function.Supplier;
import org.chartlift.lineage.Asker;
import org.chartlift.lineage.AuditedLineages;
import org.chartlift.lineage.SourceValuesForbiddenException;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.PositiveIntType;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.UriType;
import org.jspecify.annotations.Nullable;

/** {@code $lineage}: of a stored resource, and of a source record. Safe for use by several threads. */
public final class LineageProvider implements OperationProvider {
    private static final String ANONYMOUS = "anonymous";

    private final AuditedLineages lineages;

    public LineageProvider(AuditedLineages lineages) {
        this.lineages = lineages;
    }

    /** Where values of a resource came from. */
    @Operation(name = "$lineage", idempotent = true, global = true)
    public Parameters ofInstance(
            @IdParam IIdType id,
            @OperationParam(name = "path", max = 1) @Nullable StringType path,
            @OperationParam(name = "version", max = 1) @Nullable PositiveIntType version,
            @OperationParam(name = "values", max = 1) @Nullable BooleanType values,
            ServletRequestDetails request) {
        String reference = request.getResourceName() + "/" + id.getIdPart();
        Long wanted =
                version == null || !version.hasValue() ? id.getVersionIdPartAsLong() : Long.valueOf(version.getValue());
        String asked = path == null || !path.hasValue() ? "" : path.getValue();
        return answered(() -> lineages.of(asker(request), reference, wanted, asked, isTrue(values))
                .map(LineageAnswer::of)
                .orElseThrow(() -> new ResourceNotFoundException("no run wrote such a version of " + reference)));
    }

    /** What became of a source record. */
    @Operation(name = "$lineage", idempotent = true)
    public Parameters ofRecord(
            @OperationParam(name = "record", min = 1, max = 1) @Nullable UriType record,
            @OperationParam(name = "values", max = 1) @Nullable BooleanType values,
            ServletRequestDetails request) {
        if (record == null || !record.hasValue()) {
            throw new InvalidRequestException("parameter record is missing");
        }
        return answered(() -> lineages.ofRecord(asker(request), record.getValue(), isTrue(values))
                .map(LineageAnswer::of)
                .orElseThrow(() -> new ResourceNotFoundException("no run kept such a record")));
    }

    private static Parameters answered(Supplier<Parameters> question) {
        try {
            return question.get();
        } catch (SourceValuesForbiddenException e) {
            throw new ForbiddenOperationException(e.getMessage());
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException(e.getMessage(), e);
        }
    }

    private static boolean isTrue(@Nullable BooleanType value) {
        return value != null && value.booleanValue();
    }

    private static Asker asker(ServletRequestDetails request) {
        HttpServletRequest http = request.getServletRequest();
        Principal user = http.getUserPrincipal();
        return new Asker(
                user == null ? ANONYMOUS : user.getName(),
                request.getRequestId() == null ? "" : request.getRequestId(),
                http.getRemoteAddr() == null ? "" : http.getRemoteAddr(),
                request.getFhirServerBase());
    }
}
