package org.chartlift.rollback.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.chartlift.rollback.merge.RandomEdits.tree;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.chartlift.rollback.merge.MergeResult.Kind;
import org.junit.jupiter.api.Test;

/** Examples that a person can check. */
class ThreeWayMergeTest {
    private static MergeResult merge(String base, String ours, String current) {
        return ThreeWayMerge.merge(tree(base), tree(ours), tree(current));
    }

    private static MergeResult patient(String base, String ours, String current) {
        return merge(of("Patient", base), of("Patient", ours), of("Patient", current));
    }

    private static MergeResult observation(String base, String ours, String current) {
        return merge(of("Observation", base), of("Observation", ours), of("Observation", current));
    }

    private static String of(String type, String elements) {
        return "{'resourceType':'" + type + "'" + (elements.isEmpty() ? "" : "," + elements) + "}";
    }

    private static void becomes(MergeResult result, String type, String elements) {
        assertThat(JsonTrees.write(result.merged())).isEqualTo(JsonTrees.write(tree(of(type, elements))));
        assertThat(result.conflicts()).isEmpty();
    }

    private static void isAConflict(MergeResult result, String path) {
        assertThat(result.kind()).isEqualTo(Kind.CONFLICT);
        assertThat(result.conflicts()).extracting(Conflict::path).containsExactly(path);
    }

    @Test
    void anotherElementThatWasEditedStaysOnTheRestoredResource() {
        MergeResult result = patient("'gender':'male'", "'gender':'female'", "'gender':'female','active':true");
        becomes(result, "Patient", "'gender':'male','active':true");
        assertThat(result.kind()).isEqualTo(Kind.MERGE);
    }

    @Test
    void theSameElementKeepsTheLaterValueAndTheConflictHasAllThree() {
        MergeResult result = patient("'gender':'male'", "'gender':'female'", "'gender':'other'");
        isAConflict(result, "Patient.gender");
        assertThat(result.conflicts().get(0).toString()).contains("\"male\"", "\"female\"", "\"other\"");
        assertThat(result.merged().path("gender").asText()).isEqualTo("other");
    }

    @Test
    void aRemovalAfterUsStaysARemoval() {
        isAConflict(patient("'gender':'male'", "'gender':'female'", "'active':true"), "Patient.gender");
        becomes(
                patient("'gender':'male'", "'gender':'male','active':true", "'active':true,'birthDate':'1970-01-01'"),
                "Patient",
                "'birthDate':'1970-01-01'");
    }

    @Test
    void identifiersAreMatchedBySystemAndValueWhateverTheirOrder() {
        MergeResult result = patient(
                "'identifier':[{'system':'a','value':'1'}]",
                "'identifier':[{'system':'a','value':'1'},{'system':'b','value':'2'}]",
                "'identifier':[{'system':'b','value':'2'},{'system':'c','value':'3'},{'system':'a','value':'1','use':'old'}]");
        becomes(result, "Patient", "'identifier':[{'system':'c','value':'3'},{'system':'a','value':'1','use':'old'}]");
    }

    @Test
    void aMemberThatWeRemovedComesBackAtItsPlace() {
        MergeResult result = patient(
                "'telecom':[{'system':'phone','value':'1'},{'system':'phone','value':'2'},{'system':'phone','value':'3'}]",
                "'telecom':[{'system':'phone','value':'1'},{'system':'phone','value':'3'}]",
                "'telecom':[{'system':'phone','value':'1'},{'system':'phone','value':'3'},{'system':'email','value':'4'}]");
        becomes(
                result,
                "Patient",
                "'telecom':[{'system':'phone','value':'1'},{'system':'phone','value':'2'},{'system':'phone','value':'3'},"
                        + "{'system':'email','value':'4'}]");
    }

    @Test
    void aMemberOfOursThatWasEditedStaysAndIsAConflict() {
        MergeResult result = patient(
                "",
                "'identifier':[{'system':'a','value':'1'}]",
                "'identifier':[{'system':'z','value':'9'},{'system':'a','value':'1','use':'old'}]");
        isAConflict(result, "Patient.identifier[1]");
        assertThat(result.merged().path("identifier")).hasSize(2);
    }

    @Test
    void aNameGetsItsOldFormAndKeepsThePeriodThatWasAdded() {
        MergeResult result = patient(
                "'name':[{'use':'official','family':'Smith','given':['Ann']}]",
                "'name':[{'use':'official','family':'Jones','given':['Ann']}]",
                "'name':[{'use':'official','family':'Jones','given':['Ann'],'period':{'start':'2020'}}]");
        becomes(
                result,
                "Patient",
                "'name':[{'use':'official','family':'Smith','given':['Ann'],'period':{'start':'2020'}}]");
    }

    @Test
    void anAddressIsNotPutTogetherFromTwo() {
        MergeResult result = patient(
                "'address':[{'use':'home','line':['1 A St'],'city':'Ayr','postalCode':'1'}]",
                "'address':[{'use':'home','line':['2 A St'],'city':'Ayr','postalCode':'2'}]",
                "'address':[{'use':'home','line':['3 B St'],'city':'Bow','postalCode':'2'}]");
        isAConflict(result, "Patient.address[0]");
        assertThat(result.merged().path("address").path(0).path("postalCode").asText())
                .isEqualTo("2");
    }

    @Test
    void membersThatCannotBeToldAreAConflictOfTheWholeList() {
        String note = "'note':[{'text':'%s'}]";
        isAConflict(observation(note.formatted("a"), note.formatted("b"), note.formatted("c")), "Observation.note");
        String given = "'name':[{'text':'x','given':['%s']}]";
        isAConflict(
                patient(given.formatted("Ann"), given.formatted("Anne"), given.formatted("Anna")), "Patient.name[0]");
    }

    @Test
    void aQuantityIsOneValue() {
        MergeResult result = observation(
                "'valueQuantity':{'value':10,'unit':'mL'}",
                "'valueQuantity':{'value':5,'unit':'mg'}",
                "'valueQuantity':{'value':7,'unit':'mg'}");
        isAConflict(result, "Observation.value");
        assertThat(JsonTrees.write(result.merged().path("valueQuantity"))).isEqualTo("{\"value\":7,\"unit\":\"mg\"}");
    }

    @Test
    void anotherTypeOfValueIsTheSameElement() {
        isAConflict(
                observation("'valueString':'a'", "'valueString':'b'", "'valueQuantity':{'value':1.50}"),
                "Observation.value");
        isAConflict(
                observation("'valueString':'a'", "'valueString':'b'", "'dataAbsentReason':{'text':'lost'}"),
                "Observation.value");
    }

    @Test
    void digitsOfADecimalAreKept() {
        MergeResult result = observation(
                "'status':'final','valueQuantity':{'value':1.10}",
                "'status':'amended','valueQuantity':{'value':1.10}",
                "'status':'amended','valueQuantity':{'value':1.100}");
        becomes(result, "Observation", "'status':'final','valueQuantity':{'value':1.100}");
    }

    @Test
    void aPrimitiveAndItsExtensionsAreOne() {
        isAConflict(
                patient(
                        "'birthDate':'1970-01-01'",
                        "'birthDate':'1970-01-02','_birthDate':{'extension':[{'url':'t','valueString':'1'}]}",
                        "'birthDate':'1970-01-02'"),
                "Patient.birthDate");
    }

    @Test
    void extensionsAreMatchedByUrlAndOnesOfAUrlThatRepeatsByContent() {
        becomes(
                patient(
                        "'extension':[{'url':'a','valueString':'1'}]",
                        "'extension':[{'url':'a','valueString':'2'},{'url':'b','valueString':'1'}]",
                        "'extension':[{'url':'b','valueString':'1'},{'url':'c','valueString':'1'},{'url':'a','valueString':'2'}]"),
                "Patient",
                "'extension':[{'url':'c','valueString':'1'},{'url':'a','valueString':'1'}]");
        becomes(
                patient(
                        "'extension':[{'url':'a','valueString':'1'}]",
                        "'extension':[{'url':'a','valueString':'1'},{'url':'a','valueString':'2'}]",
                        "'extension':[{'url':'a','valueString':'1'},{'url':'a','valueString':'2'},{'url':'a','valueString':'3'}]"),
                "Patient",
                "'extension':[{'url':'a','valueString':'1'},{'url':'a','valueString':'3'}]");
    }

    @Test
    void translationsOfOneConceptMergeAndDifferentConceptsDoNot() {
        String a = "{'system':'x','code':'A'}";
        String b = "{'system':'y','code':'B'}";
        String c = "{'system':'z','code':'C'}";
        becomes(
                observation(
                        "'code':{'coding':[" + a + "]}",
                        "'code':{'coding':[" + a + "," + b + "]}",
                        "'code':{'coding':[" + a + "," + b + "," + c + "]}"),
                "Observation",
                "'code':{'coding':[" + a + "," + c + "]}");
        isAConflict(
                observation(
                        "'code':{'coding':[" + a + "]}",
                        "'code':{'coding':[" + b + "]}",
                        "'code':{'coding':[" + b + "," + c + "]}"),
                "Observation");
        isAConflict(
                patient(
                        "'maritalStatus':{'coding':[" + a + "]}",
                        "'maritalStatus':{'coding':[" + b + "]}",
                        "'maritalStatus':{'coding':[" + b + "," + c + "]}"),
                "Patient.maritalStatus");
    }

    @Test
    void theEndOfAPeriodThatCameLaterStaysUnlessItWouldLieBeforeTheStart() {
        String encounter = "{'resourceType':'Encounter','period':{%s}}";
        MergeResult result = merge(
                encounter.formatted("'start':'2024-01-01'"),
                encounter.formatted("'start':'2024-01-02'"),
                encounter.formatted("'start':'2024-01-02','end':'2024-01-05'"));
        becomes(result, "Encounter", "'period':{'start':'2024-01-01','end':'2024-01-05'}");
        isAConflict(
                merge(
                        encounter.formatted("'start':'2024-03-01'"),
                        encounter.formatted("'start':'2024-01-02'"),
                        encounter.formatted("'start':'2024-01-02','end':'2024-01-05'")),
                "Encounter.period");
    }

    @Test
    void statusesThatGoTogetherStayTogether() {
        String allergy = "{'resourceType':'AllergyIntolerance',%s'verificationStatus':{'coding':[{'code':'%s'}]}}";
        String clinical = "'clinicalStatus':{'coding':[{'code':'%s'}]},";
        isAConflict(
                merge(
                        allergy.formatted("", "entered-in-error"),
                        allergy.formatted(clinical.formatted("active"), "confirmed"),
                        allergy.formatted(clinical.formatted("resolved"), "confirmed")),
                "AllergyIntolerance.clinicalStatus");
    }

    @Test
    void componentsAreMatchedByCode() {
        String systolic = "{'code':{'coding':[{'system':'l','code':'s'}]},'valueInteger':%s}";
        String diastolic = "{'code':{'coding':[{'system':'l','code':'d'}]},'valueInteger':%s}";
        becomes(
                observation(
                        "'component':[" + systolic.formatted(120) + "," + diastolic.formatted(80) + "]",
                        "'component':[" + systolic.formatted(121) + "," + diastolic.formatted(80) + "]",
                        "'component':[" + diastolic.formatted(85) + "," + systolic.formatted(121) + "]"),
                "Observation",
                "'component':[" + diastolic.formatted(85) + "," + systolic.formatted(120) + "]");
    }

    @Test
    void whatWeCreatedIsToBeDeletedOrStaysWithTheEdit() {
        ObjectNode ours = tree("{'resourceType':'Patient','meta':{'versionId':'1'},'gender':'male'}");
        ObjectNode same = tree("{'resourceType':'Patient','meta':{'versionId':'2'},'gender':'male'}");
        ObjectNode edited = tree("{'resourceType':'Patient','gender':'other'}");
        assertThat(ThreeWayMerge.merge(null, ours, same).kind()).isEqualTo(Kind.UNCREATE);
        MergeResult kept = ThreeWayMerge.merge(null, ours, edited);
        assertThat(kept.kind()).isEqualTo(Kind.KEEP_CREATED);
        assertThat(kept.merged()).isEqualTo(edited);
    }

    @Test
    void tagsAndProfilesAreSetsAndVersionsAreOfNoImportance() {
        MergeResult result = patient(
                "'meta':{'versionId':'1','profile':['p'],'tag':[{'system':'t','code':'1'}]}",
                "'meta':{'versionId':'2','source':'urn:us#1','profile':['p','q'],'tag':[{'system':'t','code':'2'}]}",
                "'meta':{'versionId':'3','source':'#2','profile':['q','p'],'tag':[{'system':'t','code':'2'},{'system':'t','code':'3'}],"
                        + "'security':[{'system':'s','code':'R'}]}");
        becomes(
                result,
                "Patient",
                "'meta':{'profile':['p'],'tag':[{'system':'t','code':'3'},{'system':'t','code':'1'}],'security':[{'system':'s','code':'R'}]}");
    }

    @Test
    void resourcesOfDifferentTypesDoNotMerge() {
        assertThatThrownBy(() ->
                        merge("{'resourceType':'Patient'}", "{'resourceType':'Group'}", "{'resourceType':'Group'}"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
