package org.chartlift.operation;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.annotation.OperationParam;
import ca.uhn.fhir.rest.annotation.ResourceParam;
import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.api.RequestTypeEnum;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.exceptions.InternalErrorException;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.PreconditionFailedException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.rest.server.exceptions.ResourceVersionConflictException;
import ca.uhn.fhir.rest.server.exceptions.UnclassifiedServerFailureException;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.chartlift.load.LoadInterruptedException;
import org.chartlift.rollback.Asking;
import org.chartlift.rollback.Checkpoints;
import org.chartlift.rollback.OperationLog;
import org.chartlift.rollback.RollbackAccount;
import org.chartlift.rollback.RollbackConflictException;
import org.chartlift.rollback.RollbackInterruptedException;
import org.chartlift.rollback.RollbackRequest;
import org.chartlift.rollback.Rollbacks;
import org.chartlift.rollback.StalePlanException;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.StringType;
import org.jspecify.annotations.Nullable;

/** {@code $rollback}, and {@code $rollback-status} for calls that asked not to wait. Safe for use by several threads. */
public final class RollbackProvider implements OperationProvider {
    private static final String NAME = "rollback";
    private static final int ACCEPTED = Constants.STATUS_HTTP_202_ACCEPTED;
    private static final int UNAVAILABLE = 503;

    private final Rollbacks rollbacks;
    private final RollbackParameters parameters;
    private final OperationLog log;

    public RollbackProvider(FhirContext fhir, Rollbacks rollbacks, Checkpoints checkpoints, OperationLog log) {
        this.rollbacks = rollbacks;
        this.parameters = new RollbackParameters(fhir, checkpoints);
        this.log = log;
    }

    /** Plans or executes a rollback; see the OperationDefinition. */
    @Operation(name = "$rollback", manualResponse = true)
    public void rollback(@ResourceParam @Nullable Parameters body, ServletRequestDetails request) throws IOException {
        if (body == null) {
            throw new InvalidRequestException("$rollback wants Parameters");
        }
        Asking asking = Askings.of(request);
        RollbackRequest asked = parameters.parse(body, asking);
        Rollbacks.Begun begun = begin(asked);
        log.note(asking, NAME, "", List.of("Task/chartlift-rollback-" + begun.id()));
        if (Answers.wantsAsync(request) && !begun.result().isDone()) {
            HttpServletResponse response = request.getServletResponse();
            response.setHeader(
                    Constants.HEADER_CONTENT_LOCATION,
                    request.getFhirServerBase() + "/$rollback-status?_rollback=" + begun.id());
            Answers.respond(request, ACCEPTED, Answers.outcome("rollback " + begun.id() + " has begun"));
        } else {
            Answers.respond(request, Constants.STATUS_HTTP_200_OK, RollbackAnswer.of(wait(begun)));
        }
    }

    private Rollbacks.Begun begin(RollbackRequest asked) {
        try {
            return rollbacks.begin(asked);
        } catch (RollbackConflictException | StalePlanException e) {
            log.note(asked.asking(), NAME, e.getMessage(), List.of());
            throw failure(e);
        }
    }

    private static RollbackAccount wait(Rollbacks.Begun begun) {
        try {
            return begun.result().join();
        } catch (CompletionException e) {
            throw failure(e.getCause());
        }
    }

    private static BaseServerResponseException failure(@Nullable Throwable cause) {
        if (cause instanceof StalePlanException e) {
            return new PreconditionFailedException(e.getMessage());
        }
        if (cause instanceof RollbackConflictException e) {
            return new ResourceVersionConflictException(e.getMessage());
        }
        if (cause instanceof RollbackInterruptedException || cause instanceof LoadInterruptedException) {
            return new UnclassifiedServerFailureException(UNAVAILABLE, "interrupted; the same call goes on from there");
        }
        return new InternalErrorException("the rollback ended early; the same call goes on from there");
    }

    /** Where a rollback stands; DELETE ends it at the next unit. */
    @Operation(name = "$rollback-status", idempotent = true, deleteEnabled = true, manualResponse = true)
    public void status(
            @OperationParam(name = "_rollback", min = 1, max = 1) @Nullable StringType rollback,
            ServletRequestDetails request)
            throws IOException {
        long id = Answers.number("_rollback", rollback);
        if (request.getRequestType() == RequestTypeEnum.DELETE) {
            if (!cancelled(id)) {
                throw new ResourceNotFoundException("no rollback of this number is on its way");
            }
            Answers.respond(request, ACCEPTED, Answers.outcome("the rollback ends at the next unit"));
            return;
        }
        Rollbacks.Status status =
                rollbacks.status(id).orElseThrow(() -> new ResourceNotFoundException("no rollback of this number"));
        if (status instanceof Rollbacks.Status.UnderWay underWay) {
            Answers.underWay(request, underWay.progress().text());
        } else if (status instanceof Rollbacks.Status.Ended ended) {
            Answers.respond(request, Constants.STATUS_HTTP_200_OK, RollbackAnswer.of(ended.account()));
        } else {
            throw new ResourceVersionConflictException(
                    "the rollback was interrupted; the same call goes on from there, and DELETE ends it");
        }
    }

    private boolean cancelled(long id) {
        try {
            return rollbacks.cancel(id);
        } catch (RollbackConflictException e) {
            throw failure(e);
        }
    }
}
