package org.chartlift.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.chartlift.ledger.ScopeLock;
import org.chartlift.reconcile.Reconciliation.Found;
import org.chartlift.run.Hl7;
import org.chartlift.run.Migration;
import org.chartlift.server.ChartliftTestServer;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.StringType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a call of {@code $reconcile} says beside its data: the sender's totals, its request id, and that it wants to see values. */
class ReconcileControlTotalsIT {
    private static final String SYSTEM = "urn:it:reconcile-totals";
    private static final String[] MESSAGES = {
        Hl7.admit("ct1", "Adams", "20240301080000+0000"),
        Hl7.result("ct1", "Adams", "CTO1", "95", "20240301090000+0000"),
        Hl7.admit("ct2", "Brown", "20240303080000+0000"),
    };
    private static ChartliftTestServer server;
    private static Reconciliation reconciliation;
    private static String run;

    @BeforeAll
    static void load() {
        server = ChartliftTestServer.shared();
        reconciliation = new Reconciliation(server.base());
        run = new Migration(server.base())
                .call(Migration.content(SYSTEM, MESSAGES))
                .reference("run");
    }

    private static Parameters expecting(Parameters parameters, Map<String, Integer> totals) {
        totals.forEach((kind, records) -> {
            ParametersParameterComponent expected = parameters.addParameter().setName("expected");
            if (!kind.isEmpty()) {
                expected.addPart().setName("kind").setValue(new StringType(kind));
            }
            expected.addPart().setName("records").setValue(new IntegerType(records));
        });
        return parameters;
    }

    @Test
    void theTotalsOfTheSenderAreHeldAgainstTheRecordsOfTheRunAndOfTheFiles() {
        Map<String, Integer> right = Map.of("", 3, "ADT^A01", 2, "ORU^R01", 1);

        Found ofRun = reconciliation.compare(expecting(Reconciliation.ofRun(run), right));
        Found ofFiles = reconciliation.compare(expecting(Migration.content(SYSTEM, MESSAGES), right));

        assertThat(ofRun.gate()).as(ofRun.trouble()).isEqualTo("pass");
        assertThat(ofRun.check("expected.total")).startsWith("counts,expected.total,A,Passed,3,0,");
        assertThat(ofFiles.gate()).as(ofFiles.trouble()).isEqualTo("pass");
        assertThat(ofFiles.check("expected.total")).startsWith("counts,expected.total,A,Passed,3,0,");
    }

    @Test
    void oneWrongTotalFailsTheGate() {
        Map<String, Integer> oneMore = Map.of("", 3, "ADT^A01", 3, "ORU^R01", 1);
        Map<String, Integer> neverSent = Map.of("MDM^T02", 1);

        Found wrong = reconciliation.compare(expecting(Reconciliation.ofRun(run), oneMore));
        Found missing = reconciliation.compare(expecting(Migration.content(SYSTEM, MESSAGES), neverSent));

        assertThat(wrong.gate()).isEqualTo("fail");
        assertThat(wrong.check("expected.total")).startsWith("counts,expected.total,A,Failed,3,1,");
        assertThat(wrong.differences()).contains("expected.total", "kind 'ADT^A01'");
        assertThat(wrong.violated()).isEqualTo(Map.of("counts", 1));
        assertThat(missing.gate()).isEqualTo("fail");
        assertThat(missing.check("expected.total")).startsWith("counts,expected.total,A,Failed,1,1,");
    }

    @Test
    void theSameRequestIdStandsForTheSameComparisonAndForNoOther() {
        Parameters asked = Reconciliation.ofRun(run)
                .addParameter("level", new CodeType("counts"))
                .addParameter("requestId", new StringType("it-reconcile-request"));
        Parameters other = Reconciliation.ofRun(run)
                .addParameter("level", new CodeType("keys"))
                .addParameter("requestId", new StringType("it-reconcile-request"));

        String task = reconciliation.call(asked).reference("task");

        assertThat(reconciliation.call(asked).reference("task")).isEqualTo(task);
        assertThat(reconciliation.call(other).status()).isEqualTo(409);
    }

    @Test
    void noComparisonBeginsWhileARunOfTheSourceSystemIsOnItsWay() {
        Parameters asked = Reconciliation.ofRun(run).addParameter("level", new CodeType("counts"));

        try (ScopeLock held = ScopeLock.tryLock(server.bean(javax.sql.DataSource.class), SYSTEM)
                .orElseThrow()) {
            assertThat(reconciliation.call(asked).status()).isEqualTo(409);
            assertThat(new Migration(server.base())
                            .call(Migration.content(SYSTEM, MESSAGES))
                            .status())
                    .as("the lock is that of a run")
                    .isEqualTo(409);
        }
        assertThat(reconciliation.call(asked).status()).isEqualTo(200);
    }

    @Test
    void whoHasNoRightIsShownNoValuesNeitherAtOnceNorLater() {
        String task = reconciliation.call(Reconciliation.ofRun(run)).reference("task");
        String status = "$reconcile-status?_comparison=" + task.substring(task.lastIndexOf('-') + 1);
        Migration calls = new Migration(server.base());

        assertThat(reconciliation
                        .call(Reconciliation.ofRun(run).addParameter("values", new BooleanType(true)))
                        .status())
                .isEqualTo(403);
        assertThat(calls.get(status + "&values=true").status()).isEqualTo(403);
        assertThat(calls.get(status).status()).isEqualTo(200);
    }
}
