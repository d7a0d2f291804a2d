package org.chartlift.rollback.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chartlift.rollback.merge.RandomEdits.tree;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is said of one drug, test or problem never comes to stand beside another. */
class SubjectTest {
    private static ObjectNode order(String drug, String... doses) {
        ObjectNode order = tree(
                "{'resourceType':'MedicationRequest','medicationCodeableConcept':{'coding':[" + coding(drug) + "]}}");
        for (String dose : doses) {
            order.withArray("dosageInstruction")
                    .add(tree("{'doseAndRate':[{'doseQuantity':{'value':%s,'unit':'mg'}}]}", dose));
        }
        return order;
    }

    private static ObjectNode result(String test, String value) {
        return tree(
                "{'resourceType':'Observation','code':{'coding':[" + coding(test)
                        + "]},'valueQuantity':{'value':%s,'unit':'mg/dL'}}",
                value);
    }

    private static String coding(String code) {
        return "{'system':'urn:codes','code':'" + code + "'}";
    }

    private static void staysAsItIs(MergeResult result, ObjectNode current) {
        String type = current.path("resourceType").asText();
        assertThat(result.conflicts()).extracting(Conflict::path).containsExactly(type);
        assertThat(result.conflicts().get(0).current()).isEqualTo(current);
        assertThat(result.merged()).isEqualTo(current);
        assertThat(result.isOfTheWhole()).isTrue();
    }

    @Test
    void aDoseThatWasWrittenForTheDrugThatWeBroughtDoesNotComeToTheDrugBefore() {
        ObjectNode current = order("B", "7");
        staysAsItIs(ThreeWayMerge.merge(order("A", "10"), order("B", "10"), current), current);
    }

    @Test
    void theDoseBeforeUsDoesNotComeToADrugThatSomebodyChose() {
        ObjectNode current = order("B", "5");
        staysAsItIs(ThreeWayMerge.merge(order("A", "10"), order("A", "5"), current), current);
    }

    @Test
    void aValueDoesNotComeToAnotherTest() {
        ObjectNode current = result("GLU", "98");
        staysAsItIs(ThreeWayMerge.merge(result("K", "4.1"), result("GLU", "95"), current), current);
    }

    @Test
    void aDrugThatWasChangedAndChangedBackOnTheWayCountsToo() {
        ObjectNode ours = order("A", "5");
        ObjectNode current = order("A", "7");
        staysAsItIs(ThreeWayMerge.merge(order("A", "10"), ours, List.of(order("B", "7")), current), current);
    }

    @Test
    void aTranslationThatWeAddedLeavesItTheSameTest() {
        ObjectNode base = result("K", "4.1");
        ObjectNode ours = base.deepCopy();
        ((ArrayNode) ours.at("/code/coding")).add(tree("{'system':'urn:other','code':'2823-3'}"));
        ObjectNode current = ours.deepCopy().put("status", "amended");
        MergeResult result = ThreeWayMerge.merge(base, ours, current);
        assertThat(result.conflicts()).isEmpty();
        assertThat(result.merged()).isEqualTo(base.deepCopy().put("status", "amended"));
    }

    @Test
    void whereWeChangedNothingSomebodyMayChooseAnotherDrug() {
        ObjectNode base = order("A", "10");
        MergeResult result = ThreeWayMerge.merge(base, base, order("B", "5"));
        assertThat(result.conflicts()).isEmpty();
        assertThat(result.merged()).isEqualTo(order("B", "5"));
    }

    @Test
    void theStepsOfARegimenAreNotPutTogetherFromTwo() {
        ObjectNode current = order("A", "5", "7");
        MergeResult result = ThreeWayMerge.merge(order("A", "10"), order("A", "5"), current);
        assertThat(result.conflicts())
                .extracting(Conflict::path)
                .containsExactly("MedicationRequest.dosageInstruction");
        assertThat(result.merged()).isEqualTo(current);
    }

    @Test
    void aDoseThatWasChangedAndChangedBackIsTheOnlyOne() {
        ObjectNode current = order("A", "5");
        MergeResult result = ThreeWayMerge.merge(order("A", "10"), order("A", "5"), List.of(order("A", "7")), current);
        assertThat(result.conflicts())
                .extracting(Conflict::path)
                .containsExactly("MedicationRequest.dosageInstruction");
        assertThat(result.merged()).isEqualTo(current);
    }

    @Test
    void anUntouchedOrderGoesBack() {
        ObjectNode current = order("B", "5").put("status", "active");
        assertThat(ThreeWayMerge.merge(order("A", "10"), current, current).merged())
                .isEqualTo(order("A", "10"));
    }
}
