package org.chartlift.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import org.hl7.fhir.r4.model.CarePlan;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.Goal;
import org.hl7.fhir.r4.model.Goal.GoalLifecycleStatus;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The built-in maps of problems, goals and pathways (PPR, PGL, PPP, PPG). */
class ProblemMapsTest {
    private static final MapSet MAPS = MapSet.builtIn();
    private static final String PATIENT = "PID|1||77^^^HOSP^MR||Doe^Jane";
    private static final String PROBLEM = "PRB|AD|20240101|J45.9^Asthma^I10|PR1^EHR|||20240101";

    private static MapFixture.Result convert(String event, String... segments) {
        return MapFixture.convert(
                MAPS,
                "MSH|^~\\&|EHR|FAC|||20240102100000+0100||" + event + "|1|P|2.5.1\r" + PATIENT + "\r"
                        + String.join("\r", segments));
    }

    private static Condition problem(String event, String segment) {
        return convert(event, segment).only(Condition.class);
    }

    private static String code(org.hl7.fhir.r4.model.CodeableConcept status) {
        return status.getCoding().isEmpty() ? "" : status.getCodingFirstRep().getCode();
    }

    /** PRB-9 resolved at, PRB-13 confirmation, PRB-14 life cycle. */
    @ParameterizedTest
    @CsvSource({
        "'', '', Active, active, '', ''",
        "'', Confirmed, Active-Worsening, active, confirmed, ''",
        "20240201, '', '', resolved, '', 2024-02-01",
        "20240201, '', Remission, remission, '', 2024-02-01",
        "20240201, '', Active, active, '', ''",
        "20240201, '', INVALID, resolved, '', 2024-02-01",
        "'', '', INVALID, '', '', ''",
        "'', ACTIVE, '', active, '', ''",
        "'', Provisional, Inactive, inactive, provisional, ''",
        "'', Rule-out, Active, active, '', ''"
    })
    void aProblemIsAsItsSenderSays(
            String resolved, String confirmation, String life, String clinical, String verified, String abatement) {
        Condition condition = problem("PPR^PC1", PROBLEM + "||" + resolved + "||||" + confirmation + "|" + life);

        assertThat(code(condition.getClinicalStatus())).isEqualTo(clinical);
        assertThat(code(condition.getVerificationStatus())).isEqualTo(verified);
        assertThat(
                        condition.hasAbatement()
                                ? condition.getAbatementDateTimeType().getValueAsString()
                                : "")
                .isEqualTo(abatement);
        assertThat(condition.getCategoryFirstRep().getCodingFirstRep().getCode())
                .isEqualTo("problem-list-item");
    }

    @Test
    void aDeletedProblemIsMarkedAndHasNoClinicalStatus() {
        for (Condition deleted : new Condition[] {
            problem("PPR^PC3", PROBLEM + "||20240201|||||Active"),
            problem("PPR^PC2", PROBLEM.replace("PRB|AD", "PRB|DE") + "||20240201|||||Active")
        }) {
            assertThat(code(deleted.getVerificationStatus())).isEqualTo("entered-in-error");
            assertThat(deleted.hasClinicalStatus()).isFalse();
            assertThat(deleted.hasAbatement()).isFalse();
        }
    }

    @Test
    void aProblemIsOneThroughItsUpdatesAndCorrections() {
        String added = problem("PPR^PC1", PROBLEM).getId();
        assertThat(problem("PPR^PC2", PROBLEM.replace("J45.9^Asthma", "J45.0^Allergic asthma"))
                        .getId())
                .isEqualTo(added);
        assertThat(problem("PPR^PC2", PROBLEM.replace("PR1", "PR2")).getId()).isNotEqualTo(added);
    }

    @Test
    void wordsInThePlaceOfACodeAreTheProblemsText() {
        assertThat(problem("PPR^PC1", "PRB|AD||aortic stenosis").getCode().getText())
                .isEqualTo("aortic stenosis");
        Condition spaced = problem("PPR^PC1", "PRB|AD||lung  new issue");
        assertThat(spaced.getCode().getText()).isEqualTo("lung  new issue");
        assertThat(spaced.getCode().hasCoding()).isFalse();
    }

    @Test
    void notesVariancesAndObservationsStayWithTheirProblem() {
        var result = convert(
                "PPR^PC1",
                PROBLEM,
                "NTE|1||a note",
                "VAR|V1^EHR|20240102|||LATE^Late^L|came a day late",
                "ROL|1|AD|AT|5^Meyer^Ann",
                "OBX|1|NM|8867-4^Pulse^LN||72|/min|||||F",
                "ORC|NW|P1^EHR",
                "OBR|1|P1^EHR||24331-1^Lipid panel^LN");

        Condition condition = result.only(Condition.class);
        assertThat(condition.getNote()).extracting(n -> n.getText()).containsExactly("a note", "came a day late");
        assertThat(condition.getEvidenceFirstRep().getDetailFirstRep().getReference())
                .isEqualTo("Observation/" + result.only(Observation.class).getIdPart());
        assertThat(result.only(Observation.class).hasBasedOn()).isFalse();
        assertThat(result.json(Condition.class)).contains("/participation");
        assertThat(result.all(org.hl7.fhir.r4.model.DiagnosticReport.class)).isEmpty();
        assertThat(result.findings()).isEmpty();
    }

    @Test
    void ordersBehindAProblemAreWhatTheirDetailSays() {
        var result = convert(
                "PPR^PC1",
                PROBLEM,
                "ORC|NW|P1^EHR",
                "RXO|857005^Salbutamol^RXNORM|2||mg^mg^UCUM",
                "ORC|NW|P2^EHR",
                "ORC|NW|P3^EHR",
                "OBR|1|P3^EHR||24331-1^Lipid panel^LN|||||||||||||||||||||F",
                "OBX|1|NM|2093-3^Chol^LN||5||||||F");

        assertThat(result.only(MedicationRequest.class).getIdentifierFirstRep().getValue())
                .isEqualTo("P1");
        assertThat(result.all(ServiceRequest.class))
                .extracting(r -> r.getIdentifierFirstRep().getValue())
                .containsExactly("P2", "P3");
        assertThat(result.only(org.hl7.fhir.r4.model.DiagnosticReport.class).getResult())
                .hasSize(1);
        assertThat(result.findings()).isEmpty();
    }

    @Test
    void goalsAndPathwaysAddressTheProblemTheyStandUnder() {
        var result = convert(
                "PPR^PC1",
                PROBLEM,
                "PTH|AD|ASTHMA^Asthma pathway^L|PW1^EHR|20240101|Active",
                "GOL|AD|20240101|G^No attacks^L|GO1^EHR|||20240101|20240601|||||||||well|Active|20240102",
                "NTE|1||note of the goal");

        String problem = "Condition/" + result.only(Condition.class).getIdPart();
        Goal goal = result.only(Goal.class);
        assertThat(goal.getAddressesFirstRep().getReference()).isEqualTo(problem);
        assertThat(goal.getLifecycleStatus()).isEqualTo(GoalLifecycleStatus.ACTIVE);
        assertThat(goal.getTargetFirstRep().getDueDateType().getValueAsString()).isEqualTo("2024-06-01");
        assertThat(goal.getNote()).extracting(n -> n.getText()).containsExactly("well", "note of the goal");
        CarePlan plan = result.only(CarePlan.class);
        assertThat(plan.getStatus()).isEqualTo(CarePlan.CarePlanStatus.ACTIVE);
        assertThat(plan.getIntent()).isEqualTo(CarePlan.CarePlanIntent.PLAN);
        assertThat(plan.getAddressesFirstRep().getReference()).isEqualTo(problem);
    }

    @Test
    void aGoalWithoutAStatusHasNone() {
        Goal goal = convert("PGL^PC6", "GOL|AD|20240101|G^No attacks^L|GO1^EHR", PROBLEM)
                .only(Goal.class);
        assertThat(goal.getLifecycleStatus()).isNull();
        assertThat(goal.getLifecycleStatusElement().getExtensionFirstRep().getUrl())
                .endsWith("data-absent-reason");
        assertThat(goal.getAddresses()).hasSize(1);
        assertThat(convert("PGL^PC8", "GOL|DE|20240101|G^No attacks^L|GO1^EHR")
                        .only(Goal.class)
                        .getLifecycleStatus())
                .isEqualTo(GoalLifecycleStatus.ENTEREDINERROR);
    }

    @Test
    void pathwaysNameTheirGoalsAndProblems() {
        var result = convert(
                "PPG^PCG", "PTH|AD|ASTHMA^Asthma pathway^L|PW1^EHR", "GOL|AD|20240101|G^No attacks^L|GO1^EHR", PROBLEM);

        CarePlan plan = result.only(CarePlan.class);
        assertThat(plan.getGoal()).hasSize(1);
        assertThat(plan.getAddresses()).hasSize(1);
        assertThat(plan.getStatus()).isEqualTo(CarePlan.CarePlanStatus.UNKNOWN);
        assertThat(convert("PPP^PCB", "PTH|AD|ASTHMA^Asthma pathway^L|PW1^EHR", PROBLEM, "GOL|AD||G^Goal^L")
                        .only(Goal.class)
                        .getAddresses())
                .hasSize(1);
    }

    @Test
    void aProblemOfNobodySaysSo() {
        Condition condition = MapFixture.convert(
                        MAPS, "MSH|^~\\&|EHR|FAC|||20240102100000+0100||PPR^PC1|1|P|2.3\rPID|||||\r" + PROBLEM)
                .only(Condition.class);
        assertThat(condition.getSubject().getExtensionFirstRep().getUrl()).endsWith("data-absent-reason");
        assertThat(problem("PPR^PC1", PROBLEM).getSubject().hasExtension()).isFalse();
    }
}
