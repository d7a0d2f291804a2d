package org.chartlift.cli.sample;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Invents people. */
final class PersonMaker {
    private static final DateTimeFormatter DAY = DateTimeFormatter.BASIC_ISO_DATE;
    private static final List<Code> RACES = List.of(
            new Code("2106-3", "White", "CDCREC"),
            new Code("2054-5", "Black or African American", "CDCREC"),
            new Code("2028-9", "Asian", "CDCREC"),
            new Code("2131-1", "Other Race", "CDCREC"));
    private static final List<Code> ETHNICITIES = List.of(
            new Code("2186-5", "Not Hispanic or Latino", "CDCREC"),
            new Code("2135-2", "Hispanic or Latino", "CDCREC"),
            Code.NONE);
    private static final List<Code> LANGUAGES = List.of(
            new Code("en", "English", "ISO639"),
            new Code("es", "Spanish", "ISO639"),
            new Code("pl", "Polish", "ISO639"),
            Code.NONE);
    private final Dice dice;
    private final LocalDate base;

    PersonMaker(Dice dice, LocalDate base) {
        this.dice = dice;
        this.base = base;
    }

    Person make(String mrn) {
        String sex = dice.chance(2) ? "U" : dice.chance(2) ? "O" : dice.chance(51) ? "F" : "M";
        Person.Name name = name(sex);
        LocalDate birth = base.minusDays(dice.between(40, 34_000));
        return new Person(
                mrn,
                dice.chance(40) ? "NB" + dice.digits(9) : "",
                name,
                sex.equals("F") && dice.chance(20) ? dice.pick(Words.FAMILIES) : "",
                birth,
                written(birth),
                sex,
                address(),
                contact(),
                background(),
                "",
                allergies(birth));
    }

    Person.Name name(String sex) {
        List<String> given = sex.equals("M") ? Words.GIVEN_M : Words.GIVEN_F;
        return new Person.Name(
                dice.pick(Words.FAMILIES),
                dice.pick(given),
                dice.chance(40) ? dice.pick(given) : "",
                dice.chance(10) ? "Dr." : "");
    }

    private String written(LocalDate birth) {
        if (dice.chance(3)) {
            return Integer.toString(birth.getYear());
        }
        return DAY.format(birth)
                + (dice.chance(5) ? String.format(Locale.ROOT, "%02d%02d", dice.between(3, 23), 15) : "");
    }

    Person.Address address() {
        boolean abroad = dice.chance(4);
        return new Person.Address(
                dice.between(1, 999) + " " + dice.pick(Words.STREETS),
                dice.chance(20) ? "Apt " + dice.between(1, 40) : "",
                dice.pick(Words.TOWNS),
                abroad ? "" : dice.pick(Words.STATES),
                abroad ? "" : "000" + dice.digits(2),
                abroad ? "CAN" : "USA");
    }

    Person.Contact contact() {
        return new Person.Contact(
                phone(),
                dice.chance(30) ? phone() : "",
                dice.chance(50) ? "patient" + dice.digits(5) + "@example.org" : "",
                dice.chance(80) ? name("F") : new Person.Name("", "", "", ""),
                phone(),
                dice.chance(70) ? dice.pick(Words.INSURERS) : "");
    }

    private String phone() {
        return "(" + dice.pick(List.of("312", "608", "515")) + ")555-01" + dice.digits(2);
    }

    private Person.Background background() {
        return new Person.Background(
                dice.pick(RACES),
                dice.pick(ETHNICITIES),
                dice.pick(LANGUAGES),
                dice.pick(List.of("S", "M", "D", "W", "")),
                dice.pick(List.of("CHR", "JEW", "MOS", "NOE", "")),
                dice.chance(30) ? dice.pick(Words.FAMILIES) : "");
    }

    private List<Person.Allergy> allergies(LocalDate birth) {
        List<Person.Allergy> found = new ArrayList<>();
        int count = dice.chance(35) ? dice.between(1, 3) : 0;
        int from = dice.between(0, Catalog.ALLERGENS.size() - 1);
        for (int i = 0; i < count; i++) {
            Code code = Catalog.ALLERGENS.get((from + i) % Catalog.ALLERGENS.size());
            found.add(allergy(code, birth));
        }
        return List.copyOf(found);
    }

    private Person.Allergy allergy(Code code, LocalDate birth) {
        String type = code.system().equals("RXNORM") ? "DA" : code.code().equals("LATX") ? "EA" : "FA";
        List<String> reactions = dice.chance(40) ? List.of("Hives", "Nausea") : List.of(dice.pick(Catalog.REACTIONS));
        long age = base.toEpochDay() - birth.toEpochDay();
        String onset = dice.chance(50) ? DAY.format(birth.plusDays(Math.max(1, age / 2))) : "";
        return new Person.Allergy(type, code, dice.pick(List.of("SV", "MO", "MI", "")), reactions, onset);
    }
}
