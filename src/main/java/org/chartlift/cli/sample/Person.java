package org.chartlift.cli.sample;

import java.time.LocalDate;
import java.util.List;

/**
 * Who a patient is at one moment, as the registration system knows it. Empty texts are unknown; {@code workPhone} may be the order to
 * delete ({@link Er7#DELETE}).
 */
record Person(
        String mrn,
        String memberId,
        Name name,
        String maidenName,
        LocalDate birth,
        String birthAsWritten,
        String sex,
        Address address,
        Contact contact,
        Background background,
        String death,
        List<Allergy> allergies) {

    /** A name in parts. */
    record Name(String family, String given, String middle, String prefix) {}

    /** A home address. */
    record Address(String line, String other, String town, String state, String zip, String country) {}

    /** How to reach the patient, and whom else. */
    record Contact(String homePhone, String workPhone, String email, Name kin, String kinPhone, String insurer) {}

    /** What registration asks and medicine seldom needs. */
    record Background(Code race, Code ethnicity, Code language, String marital, String religion, String mother) {}

    /** One allergy as registration holds it; severity is of HL7 table 0128 or empty. */
    record Allergy(String type, Code code, String severity, List<String> reactions, String onset) {}

    Person withAddress(Address changed) {
        return new Person(
                mrn,
                memberId,
                name,
                maidenName,
                birth,
                birthAsWritten,
                sex,
                changed,
                contact,
                background,
                death,
                allergies);
    }

    Person withName(Name changed, String formerFamily) {
        return new Person(
                mrn,
                memberId,
                changed,
                formerFamily,
                birth,
                birthAsWritten,
                sex,
                address,
                contact,
                background,
                death,
                allergies);
    }

    Person withContact(Contact changed) {
        return new Person(
                mrn,
                memberId,
                name,
                maidenName,
                birth,
                birthAsWritten,
                sex,
                address,
                changed,
                background,
                death,
                allergies);
    }

    Person withDeath(String time) {
        return new Person(
                mrn,
                memberId,
                name,
                maidenName,
                birth,
                birthAsWritten,
                sex,
                address,
                contact,
                background,
                time,
                allergies);
    }

    /** The same human being, registered a second time by someone in a hurry: other number, short name, nothing else known. */
    Person registeredAgain(String otherMrn) {
        Name hurried = new Name(name.family, name.given.substring(0, 1), "", "");
        Contact none = new Contact(contact.homePhone, "", "", new Name("", "", "", ""), "", "");
        Background unknown = new Background(Code.NONE, Code.NONE, Code.NONE, "", "", "");
        return new Person(otherMrn, "", hurried, "", birth, birthAsWritten, sex, address, none, unknown, "", List.of());
    }
}
