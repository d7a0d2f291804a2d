package org.chartlift.operation;

import org.chartlift.ledger.Accounts.Changed;
import org.chartlift.ledger.Accounts.ResourceCount;
import org.chartlift.ledger.WriteLedger.UnmappedCode;
import org.chartlift.mapping.MapChange;
import org.chartlift.record.Disposition;
import org.chartlift.run.RunAccount;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.UriType;

/** The account of a run as Parameters. */
final class MigrateAnswer {
    private MigrateAnswer() {}

    static Parameters of(RunAccount account) {
        Parameters answer = new Parameters();
        answer.addParameter("run", new Reference("Task/" + account.run().taskId()));
        answer.addParameter("read", integer(account.read()));
        for (Disposition d : Disposition.values()) {
            answer.addParameter(d.word(), integer(account.dispositions().get(d)));
        }
        account.kinds().forEach((name, counts) -> {
            ParametersParameterComponent kind = answer.addParameter().setName("kind");
            kind.addPart().setName("name").setValue(new StringType(name.isEmpty() ? "unknown" : name));
            kind.addPart()
                    .setName("read")
                    .setValue(integer(counts.values().stream().mapToLong(c -> c).sum()));
            counts.forEach((d, records) -> kind.addPart().setName(d.word()).setValue(integer(records)));
        });
        for (ResourceCount count : account.resources()) {
            ParametersParameterComponent resource = answer.addParameter().setName("resource");
            resource.addPart().setName("type").setValue(new CodeType(count.type()));
            resource.addPart().setName("created").setValue(integer(count.created()));
            resource.addPart().setName("updated").setValue(integer(count.updated()));
            resource.addPart().setName("unchanged").setValue(integer(count.unchanged()));
        }
        account.outcomes().forEach((name, leaves) -> {
            ParametersParameterComponent outcome = answer.addParameter().setName("outcome");
            outcome.addPart().setName("name").setValue(new CodeType(name));
            outcome.addPart().setName("leaves").setValue(integer(leaves));
        });
        account.mapChanges().forEach(change -> mapChange(answer, change, account.written(change)));
        for (Changed changed : account.changed()) {
            ParametersParameterComponent part = answer.addParameter().setName("changed");
            part.addPart().setName("resource").setValue(new Reference(changed.resource()));
            part.addPart().setName("version").setValue(integer(changed.version()));
            part.addPart().setName("op").setValue(new CodeType(changed.op()));
        }
        for (UnmappedCode code : account.unmapped()) {
            ParametersParameterComponent unmapped = answer.addParameter().setName("unmappedCode");
            unmapped.addPart().setName("vocabulary").setValue(new StringType(code.vocabulary()));
            if (!code.system().isEmpty()) {
                unmapped.addPart().setName("system").setValue(new UriType(code.system()));
            }
            unmapped.addPart().setName("code").setValue(new StringType(code.code()));
            unmapped.addPart().setName("leaves").setValue(integer(code.leaves()));
        }
        answer.addParameter("mapDigest", new StringType(account.run().mapDigest()));
        if (!account.checkpoint().isEmpty()) {
            answer.addParameter("checkpoint", new Reference("Task/" + account.checkpoint()));
        }
        answer.addParameter("report", new Reference("Binary/" + account.run().reportId()));
        return answer;
    }

    private static void mapChange(Parameters answer, MapChange change, long written) {
        ParametersParameterComponent part = answer.addParameter().setName("mapChange");
        part.addPart().setName("kind").setValue(new CodeType(change.kind().word()));
        part.addPart().setName("what").setValue(new CodeType(change.what()));
        part.addPart().setName("id").setValue(new StringType(change.id()));
        change.elements().forEach(e -> part.addPart().setName("element").setValue(new StringType(e)));
        String where = change.now().isEmpty() ? change.before() : change.now();
        if (!where.isEmpty()) {
            part.addPart().setName("location").setValue(new StringType(where));
        }
        part.addPart().setName("written").setValue(integer(written));
    }

    private static IntegerType integer(long value) {
        return new IntegerType(Math.toIntExact(value));
    }
}
