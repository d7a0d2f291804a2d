package org.chartlift.operation;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.annotation.OperationParam;
import ca.uhn.fhir.rest.annotation.ResourceParam;
import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.api.RequestTypeEnum;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.exceptions.ForbiddenOperationException;
import ca.uhn.fhir.rest.server.exceptions.InternalErrorException;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.rest.server.exceptions.ResourceVersionConflictException;
import ca.uhn.fhir.rest.server.exceptions.UnclassifiedServerFailureException;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.security.Principal;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.chartlift.lineage.Asker;
import org.chartlift.lineage.SourceValuesForbiddenException;
import org.chartlift.reconcile.job.Comparisons;
import org.chartlift.reconcile.job.InterruptedComparisonException;
import org.chartlift.reconcile.job.Outcome;
import org.chartlift.reconcile.job.ReconcileConflictException;
import org.chartlift.reconcile.job.ReconcileNotPossibleException;
import org.chartlift.reconcile.job.ThresholdsUnusableException;
import org.chartlift.run.RunConflictException;
import org.chartlift.run.SourceRoots;
import org.chartlift.run.Spool;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.StringType;
import org.jspecify.annotations.Nullable;

/** {@code $reconcile}, and {@code $reconcile-status} for calls that asked not to wait. Safe for use by several threads. */
public final class ReconcileProvider implements OperationProvider {
    private static final String ANONYMOUS = "anonymous";
    private static final int UNAVAILABLE = 503;

    private final Comparisons comparisons;
    private final ReconcileParameters parameters;

    public ReconcileProvider(
            FhirContext fhir, Comparisons comparisons, SourceRoots roots, Spool spool, List<String> formats) {
        this.comparisons = comparisons;
        this.parameters = new ReconcileParameters(fhir, roots, spool, formats);
    }

    /** Proves that what the server holds is what the source said; see docs/reconcile.md. */
    @Operation(name = "$reconcile", manualResponse = true)
    public void reconcile(@ResourceParam @Nullable Parameters body, ServletRequestDetails request) throws IOException {
        if (body == null) {
            throw new InvalidRequestException("$reconcile wants Parameters");
        }
        Comparisons.Begun begun = answered(() -> comparisons.begin(parameters.parse(body, asker(request))));
        if (Answers.wantsAsync(request) && !begun.result().isDone()) {
            request.getServletResponse()
                    .setHeader(
                            Constants.HEADER_CONTENT_LOCATION,
                            request.getFhirServerBase() + "/$reconcile-status?_comparison=" + begun.id());
            Answers.respond(
                    request,
                    Constants.STATUS_HTTP_202_ACCEPTED,
                    Answers.outcome("comparison " + begun.id() + " has begun"));
        } else {
            Answers.respond(request, Constants.STATUS_HTTP_200_OK, ReconcileAnswer.of(wait(begun)));
        }
    }

    private static <T> T answered(Supplier<T> question) {
        try {
            return question.get();
        } catch (SourceValuesForbiddenException e) {
            throw new ForbiddenOperationException(e.getMessage());
        } catch (ReconcileConflictException e) {
            throw new ResourceVersionConflictException(e.getMessage());
        } catch (ReconcileNotPossibleException e) {
            throw e.isMissing()
                    ? new ResourceNotFoundException(e.getMessage())
                    : new UnprocessableEntityException(e.getMessage());
        } catch (ThresholdsUnusableException e) {
            throw new UnprocessableEntityException("the thresholds have faults: " + e.getMessage());
        }
    }

    private static Outcome wait(Comparisons.Begun begun) {
        try {
            return begun.result().join();
        } catch (CompletionException e) {
            throw failure(e.getCause());
        }
    }

    private static BaseServerResponseException failure(@Nullable Throwable cause) {
        if (cause instanceof InterruptedComparisonException) {
            return new UnclassifiedServerFailureException(UNAVAILABLE, "interrupted; the same call goes on from there");
        }
        if (cause instanceof RunConflictException || cause instanceof ReconcileConflictException) {
            return new ResourceVersionConflictException(cause.getMessage());
        }
        if (cause instanceof IOException) {
            return new UnprocessableEntityException("a source cannot be read");
        }
        return new InternalErrorException("the comparison ended early; the same call goes on from there");
    }

    /** Where a comparison stands; DELETE ends it at the next page. */
    @Operation(name = "$reconcile-status", idempotent = true, deleteEnabled = true, manualResponse = true)
    public void status(
            @OperationParam(name = "_comparison", min = 1, max = 1) @Nullable StringType comparison,
            @OperationParam(name = "values", max = 1) @Nullable BooleanType values,
            ServletRequestDetails request)
            throws IOException {
        long id = Answers.number("_comparison", comparison);
        if (request.getRequestType() == RequestTypeEnum.DELETE) {
            if (!comparisons.cancel(id)) {
                throw new ResourceNotFoundException("no comparison of this number is on its way");
            }
            Answers.respond(
                    request,
                    Constants.STATUS_HTTP_202_ACCEPTED,
                    Answers.outcome("the comparison ends at the next page"));
            return;
        }
        boolean shown = values != null && values.booleanValue();
        Comparisons.State state = answered(() -> comparisons.state(id, shown, asker(request)))
                .orElseThrow(() -> new ResourceNotFoundException("no comparison of this number"));
        if (state instanceof Comparisons.State.UnderWay underWay) {
            Answers.underWay(request, underWay.progress().text());
        } else if (state instanceof Comparisons.State.Ended ended) {
            Answers.respond(request, Constants.STATUS_HTTP_200_OK, ReconcileAnswer.of(ended.outcome()));
        } else {
            throw new ResourceVersionConflictException(
                    "the comparison was interrupted; the same call goes on from there");
        }
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
