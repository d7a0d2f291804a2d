package org.chartlift.interceptor.hold;

import ca.uhn.fhir.model.api.annotation.Description;
import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.annotation.OperationParam;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.ListResource;
import org.hl7.fhir.r4.model.StringType;
import org.jspecify.annotations.Nullable;

/** {@code $hold} on a Patient or a Group. Answers the hold's List. Safe for use by several threads. */
public final class HoldOperation {
    private static final String NAME = "$hold";

    private final Holds holds;

    public HoldOperation(Holds holds) {
        this.holds = holds;
    }

    /** On a Patient. */
    @Description(shortDefinition = "Sets or releases a legal hold on a patient's record")
    @Operation(name = NAME, typeName = "Patient")
    public ListResource ofPatient(
            @IdParam IIdType id,
            @OperationParam(name = "action", min = 1, max = 1) @Nullable CodeType action,
            @OperationParam(name = "authority", min = 1, max = 1) @Nullable StringType authority,
            @OperationParam(name = "reason", min = 1, max = 1) @Nullable StringType reason,
            RequestDetails request) {
        return answer("Patient/" + id.getIdPart(), action, authority, reason, request);
    }

    /** On all Patients who are members of a Group now. */
    @Description(shortDefinition = "Sets or releases a legal hold on the records of a group's patients")
    @Operation(name = NAME, typeName = "Group")
    public ListResource ofGroup(
            @IdParam IIdType id,
            @OperationParam(name = "action", min = 1, max = 1) @Nullable CodeType action,
            @OperationParam(name = "authority", min = 1, max = 1) @Nullable StringType authority,
            @OperationParam(name = "reason", min = 1, max = 1) @Nullable StringType reason,
            RequestDetails request) {
        return answer("Group/" + id.getIdPart(), action, authority, reason, request);
    }

    private ListResource answer(
            String subject,
            @Nullable CodeType action,
            @Nullable StringType authority,
            @Nullable StringType reason,
            RequestDetails request) {
        HoldRequest asked = new HoldRequest(subject, text("authority", authority), text("reason", reason));
        String wanted = text("action", action);
        return switch (wanted) {
            case "set" -> holds.set(asked, request);
            case "release" -> holds.release(asked, request);
            default -> throw new InvalidRequestException("action is set or release");
        };
    }

    private static String text(String name, @Nullable StringType value) {
        if (value == null || value.getValue() == null || value.getValue().isBlank()) {
            throw new InvalidRequestException("parameter " + name + " is missing");
        }
        return value.getValue();
    }
}
