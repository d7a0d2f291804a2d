package org.chartlift.rollback.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chartlift.rollback.merge.RandomEdits.tree;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import org.chartlift.rollback.merge.MergeResult.Kind;
import org.junit.jupiter.api.Test;

/** What somebody changed after us and changed back says the same as we did, but it is theirs. */
class SaidAgainTest {
    private static ObjectNode patient(String elements) {
        return tree("{'resourceType':'Patient'" + (elements.isEmpty() ? "" : "," + elements) + "}");
    }

    private static MergeResult merge(String base, String ours, String current, String... between) {
        List<ObjectNode> versions =
                Arrays.stream(between).map(SaidAgainTest::patient).toList();
        return ThreeWayMerge.merge(patient(base), patient(ours), versions, patient(current));
    }

    private static void isAConflict(MergeResult result, String path, String current) {
        assertThat(result.conflicts()).extracting(Conflict::path).containsExactly(path);
        assertThat(result.merged()).isEqualTo(patient(current));
    }

    @Test
    void aValueThatWasChangedAndChangedBackStaysAndIsAConflict() {
        MergeResult result = merge("", "'active':false", "'active':false", "'active':true");
        isAConflict(result, "Patient.active", "'active':false");
        assertThat(result.conflicts().get(0).base().isNull()).isTrue();
    }

    @Test
    void whatNobodyTouchedGoesBackAllTheSame() {
        MergeResult result = merge(
                "'gender':'male'",
                "'gender':'female','active':false",
                "'gender':'female','active':false",
                "'gender':'female','active':true");
        isAConflict(result, "Patient.active", "'gender':'male','active':false");
    }

    @Test
    void aVersionOnTheWayThatSaysTheSameIsNoEdit() {
        MergeResult result =
                merge("'gender':'male'", "'gender':'female'", "'gender':'female'", "'gender':'female','active':true");
        assertThat(result.conflicts()).isEmpty();
        assertThat(result.merged()).isEqualTo(patient("'gender':'male'"));
    }

    @Test
    void whatWeDidNotChangeIsNoConflictHoweverOftenItWasChanged() {
        MergeResult result = merge("'gender':'male'", "'gender':'male'", "'gender':'male'", "'gender':'other'");
        assertThat(result.conflicts()).isEmpty();
        assertThat(result.merged()).isEqualTo(patient("'gender':'male'"));
    }

    @Test
    void aMemberOfOursThatWasTakenAwayAndPutBackStays() {
        String one = "{'system':'phone','value':'1'}";
        String two = "{'system':'phone','value':'2'}";
        String both = "'telecom':[" + one + "," + two + "]";
        isAConflict(
                merge("'telecom':[" + one + "]", both, both, "'telecom':[" + one + "]"), "Patient.telecom[1]", both);
    }

    @Test
    void aMemberThatWeTookAwayAndThatCameAndWentAgainDoesNotComeBack() {
        String one = "{'system':'phone','value':'1'}";
        String two = "{'system':'phone','value':'2'}";
        String both = "'telecom':[" + one + "," + two + "]";
        String ours = "'telecom':[" + one + "]";
        isAConflict(merge(both, ours, ours, both), "Patient.telecom", ours);
    }

    @Test
    void whatWePutInAPlaceAndWasPutThereAgainDoesNotStandBesideWhatWasThereBefore() {
        String was = "'telecom':[{'system':'phone','value':'1'}]";
        String ours = "'telecom':[{'system':'phone','value':'2'}]";
        isAConflict(merge(was, ours, ours, "'telecom':[{'system':'phone','value':'3'}]"), "Patient.telecom", ours);
        isAConflict(merge(was, ours, ours, "'active':true"), "Patient.telecom", ours);
    }

    @Test
    void aMemberThatWasChangedAndChangedBackStaysAsItIs() {
        String was = "'telecom':[{'system':'phone','value':'1','rank':1}]";
        String ours = "'telecom':[{'system':'phone','value':'1','rank':2}]";
        String between = "'telecom':[{'system':'phone','value':'1','rank':3}]";
        isAConflict(merge(was, ours, ours, between), "Patient.telecom[0].rank", ours);
    }

    @Test
    void whatWeCreatedStaysIfItWasChangedAndChangedBack() {
        ObjectNode ours = patient("'gender':'male'");
        MergeResult result = ThreeWayMerge.merge(null, ours, List.of(patient("'gender':'other'")), ours);
        assertThat(result.kind()).isEqualTo(Kind.KEEP_CREATED);
        assertThat(result.merged()).isEqualTo(ours);
    }

    @Test
    void whatWasDeletedAndMadeAgainIsAllSaidAgain() {
        MergeResult result = ThreeWayMerge.merge(
                patient("'gender':'male'"),
                patient("'gender':'female'"),
                List.of(tree("{}")),
                patient("'gender':'female'"));
        isAConflict(result, "Patient.gender", "'gender':'female'");
    }

    @Test
    void aTagThatWasTakenAwayAndPutBackStays() {
        String tagged = "'meta':{'tag':[{'system':'t','code':'1'}]}";
        MergeResult result = merge("", tagged, tagged, "'active':true");
        assertThat(result.merged()).isEqualTo(patient(tagged));
    }
}
