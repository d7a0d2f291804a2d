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
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.rest.server.exceptions.ResourceVersionConflictException;
import ca.uhn.fhir.rest.server.exceptions.UnclassifiedServerFailureException;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.chartlift.load.LoadInterruptedException;
import org.chartlift.run.MapsUnusableException;
import org.chartlift.run.MigrateRequest;
import org.chartlift.run.RunAccount;
import org.chartlift.run.RunConflictException;
import org.chartlift.run.Runs;
import org.chartlift.run.SourceRoots;
import org.chartlift.run.Spool;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.StringType;
import org.jspecify.annotations.Nullable;

/** {@code $migrate}, and {@code $migrate-status} for calls that asked not to wait. Safe for use by several threads. */
public final class MigrateProvider implements OperationProvider {
    private static final int ACCEPTED = Constants.STATUS_HTTP_202_ACCEPTED;
    private static final int UNAVAILABLE = 503;

    private final Runs runs;
    private final MigrateParameters parameters;

    public MigrateProvider(FhirContext fhir, Runs runs, SourceRoots roots, Spool spool, List<String> formats) {
        this.runs = runs;
        this.parameters = new MigrateParameters(fhir, roots, spool, formats);
    }

    /** Moves an extract; see the OperationDefinition. */
    @Operation(name = "$migrate", manualResponse = true)
    public void migrate(@ResourceParam @Nullable Parameters body, ServletRequestDetails request) throws IOException {
        if (body == null) {
            throw new InvalidRequestException("$migrate wants Parameters");
        }
        MigrateRequest asked = parameters.parse(body, requestId(request));
        Runs.Begun begun = begin(asked);
        if (Answers.wantsAsync(request) && !begun.result().isDone()) {
            HttpServletResponse response = request.getServletResponse();
            response.setHeader(
                    Constants.HEADER_CONTENT_LOCATION,
                    request.getFhirServerBase() + "/$migrate-status?_run=" + begun.id());
            Answers.respond(request, ACCEPTED, Answers.outcome("run " + begun.id() + " has begun"));
        } else {
            Answers.respond(request, Constants.STATUS_HTTP_200_OK, MigrateAnswer.of(wait(begun)));
        }
    }

    private static String requestId(ServletRequestDetails request) {
        String header = request.getHeader(Constants.HEADER_REQUEST_ID);
        return header == null ? "" : header;
    }

    private Runs.Begun begin(MigrateRequest asked) {
        try {
            return runs.begin(asked);
        } catch (RunConflictException e) {
            throw new ResourceVersionConflictException(e.getMessage());
        } catch (MapsUnusableException e) {
            throw new UnprocessableEntityException(e.getMessage());
        }
    }

    private static RunAccount wait(Runs.Begun begun) {
        try {
            return begun.result().join();
        } catch (CompletionException e) {
            throw failure(e.getCause());
        }
    }

    private static BaseServerResponseException failure(@Nullable Throwable cause) {
        if (cause instanceof LoadInterruptedException) {
            return new UnclassifiedServerFailureException(UNAVAILABLE, "interrupted; the same call goes on from there");
        }
        if (cause instanceof IOException) {
            return new UnprocessableEntityException("a source cannot be read");
        }
        return new InternalErrorException("the run ended early; the same call goes on from there");
    }

    /** Where a run stands; DELETE ends it at the next unit. */
    @Operation(name = "$migrate-status", idempotent = true, deleteEnabled = true, manualResponse = true)
    public void status(
            @OperationParam(name = "_run", min = 1, max = 1) @Nullable StringType run, ServletRequestDetails request)
            throws IOException {
        long id = Answers.number("_run", run);
        if (request.getRequestType() == RequestTypeEnum.DELETE) {
            if (!runs.cancel(id)) {
                throw new ResourceNotFoundException("no run of this number is on its way");
            }
            Answers.respond(request, ACCEPTED, Answers.outcome("the run ends at the next unit"));
            return;
        }
        Runs.Status status = runs.status(id).orElseThrow(() -> new ResourceNotFoundException("no run of this number"));
        if (status instanceof Runs.Status.UnderWay underWay) {
            Answers.underWay(request, underWay.progress().text());
        } else if (status instanceof Runs.Status.Ended ended) {
            Answers.respond(request, Constants.STATUS_HTTP_200_OK, MigrateAnswer.of(ended.account()));
        } else {
            throw new ResourceVersionConflictException("the run was interrupted; the same call goes on from there");
        }
    }
}
