package org.chartlift.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.chartlift.mapping.ConvertedResource;
import org.chartlift.mapping.ConvertedResource.Scope;
import org.chartlift.mapping.ConvertedResource.Update;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.StringType;
import org.junit.jupiter.api.Test;

class MergingTest {
    private static ConvertedResource says(Patient patient, Update update, String... cleared) {
        patient.setId("p");
        return new ConvertedResource(patient, "PID-Patient", Scope.PATIENT, update, Set.of(cleared), "");
    }

    private static Patient stored() {
        Patient patient = new Patient();
        patient.setId("p");
        patient.addName().setFamily("Old").addGiven("Given");
        patient.addTelecom().setValue("1");
        patient.addIdentifier().setSystem("s").setValue("1");
        patient.addExtension("race", new StringType("r"));
        patient.setDeceased(new BooleanType(true));
        return patient;
    }

    @Test
    void anElementThatTheRecordHasReplacesTheStoredOneWholeAndOthersAreKept() {
        Patient update = new Patient();
        update.addName().setFamily("New");

        Patient after = (Patient) Merging.merge(stored(), says(update, Update.MERGE));

        assertThat(after.getName()).hasSize(1);
        assertThat(after.getNameFirstRep().getFamily()).isEqualTo("New");
        assertThat(after.getNameFirstRep().getGiven()).isEmpty();
        assertThat(after.getTelecom()).hasSize(1);
        assertThat(after.getDeceasedBooleanType().booleanValue()).isTrue();
    }

    @Test
    void identifiersAndExtensionsGrow() {
        Patient update = new Patient();
        update.addIdentifier().setSystem("s").setValue("1").setUse(Identifier.IdentifierUse.OLD);
        update.addIdentifier().setSystem("s").setValue("2");
        update.addExtension("religion", new StringType("x"));

        Patient after = (Patient) Merging.merge(stored(), says(update, Update.MERGE));

        assertThat(after.getIdentifier()).extracting(Identifier::getValue).containsExactly("1", "2");
        assertThat(after.getIdentifierFirstRep().getUse()).isEqualTo(Identifier.IdentifierUse.OLD);
        assertThat(after.getExtension()).extracting(e -> e.getUrl()).containsExactly("race", "religion");
    }

    @Test
    void aClearedElementGoesAndAClearedPartOfAKeptOneToo() {
        Patient after = (Patient)
                Merging.merge(stored(), says(new Patient(), Update.MERGE, "telecom", "name.given", "deceasedBoolean"));

        assertThat(after.hasTelecom()).isFalse();
        assertThat(after.hasDeceased()).isFalse();
        assertThat(after.getNameFirstRep().getFamily()).isEqualTo("Old");
        assertThat(after.getNameFirstRep().getGiven()).isEmpty();
    }

    @Test
    void replacingKeepsNothingButLabels() {
        Patient before = stored();
        before.getMeta().addTag("t", "kept", null);

        Patient after = (Patient) Merging.merge(before, says(new Patient().setActive(true), Update.REPLACE));

        assertThat(after.hasName()).isFalse();
        assertThat(after.getMeta().getTag("t", "kept")).isNotNull();
    }

    @Test
    void neitherSideIsChanged() {
        Patient before = stored();
        Patient update = new Patient();
        update.addIdentifier().setSystem("s").setValue("9");
        ConvertedResource said = says(update, Update.MERGE, "name.given");

        Merging.merge(before, said);

        assertThat(before.equalsDeep(stored())).isTrue();
        assertThat(update.getIdentifier()).hasSize(1);
    }
}
