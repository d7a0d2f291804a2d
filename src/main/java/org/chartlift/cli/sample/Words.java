package org.chartlift.cli.sample;

import java.util.List;

/** Names and places, invented for this hospital and meant to look invented. */
final class Words {
    static final List<String> FAMILIES = List.of(
            "Aldermoor",
            "Birchwick",
            "Cobblestone",
            "Dunmarrow",
            "Eastlark",
            "Fernhollow",
            "Glasswater",
            "Hartsbrook",
            "Ivyfield",
            "Juniperson",
            "Kestrelman",
            "Lanternby",
            "Mossgrove",
            "Nettlecombe",
            "Oakenfold",
            "Pebblesworth",
            "Quillfeather",
            "Rookwater",
            "Saltmarsh",
            "Thistlewood",
            "Umberland",
            "Velvetine",
            "Willowmere",
            "Yarrowby",
            "O'Dovetail",
            "McLarkspur",
            "Bramble-Stone",
            "Müllerstein",
            "Grünwälder",
            "Peñaflorida",
            "Núñezar",
            "Øresundby",
            "Lefèvremont",
            "Garçonneau",
            "Škodáček",
            "Żółkwiński",
            "Łąkowski",
            "Ahvenlampi",
            "Çınarlı",
            "Νεροπουλος");
    static final List<String> GIVEN_F = List.of(
            "Testa",
            "Maribel",
            "Odalys",
            "Philippa",
            "Rosalind",
            "Saskia",
            "Tamsin",
            "Ursula",
            "Verity",
            "Winifred",
            "Zoë",
            "Renée",
            "Íris",
            "Agnieszka",
            "Bríd",
            "Clementine",
            "Dorothea",
            "Eulalia",
            "Fenella",
            "Gwendolyn");
    static final List<String> GIVEN_M = List.of(
            "Testo",
            "Barnaby",
            "Cedric",
            "Desmond",
            "Ezekiel",
            "Ferdinand",
            "Gideon",
            "Horatio",
            "Ignatius",
            "Jasper",
            "Søren",
            "André",
            "Jürgen",
            "Stanisław",
            "Lorcan",
            "Montague",
            "Nathaniel",
            "Obadiah",
            "Percival",
            "Quentin");
    static final List<String> STREETS = List.of(
            "Invented Way",
            "Sample Street",
            "Placeholder Lane",
            "Fictional Avenue",
            "Specimen Row",
            "Lorem Court",
            "Example & Sons Yard",
            "Demo Drive",
            "Mockingbird Pretend Road",
            "Nowhere Crescent");
    static final List<String> TOWNS = List.of(
            "Testville",
            "Sampleton",
            "Mockford",
            "Fakeport",
            "Exampleburg",
            "Dummy Falls",
            "Saint-Échantillon",
            "Nowhere");
    static final List<String> STATES = List.of("IL", "WI", "IA", "MN", "MO");
    static final List<String> EMPLOYERS =
            List.of("Acme & Daughters", "Placeholder | Works", "Widget^Gear Ltd", "Sample Mill", "Nil~Null Partners");
    static final List<String> INSURERS =
            List.of("Nimbus Health Plan", "Cirrus Mutual", "Stratus & Cumulus Cover", "Sample State Aid");
    static final List<String> SENTENCES = List.of(
            "Patient is comfortable at rest.",
            "No acute distress, lungs clear.",
            "Blood pressure 128|82 at triage.",
            "Plan: continue present treatment & review in 2 weeks.",
            "Ratio A:B about 3^2, see chart in C:\\records\\old.",
            "Denies chest pain ~ reports mild fatigue.",
            "Température normale, évolution favorable.",
            "Wound edges are clean and dry.",
            "Advised rest, fluids, and to return if worse.",
            "Follow-up was arranged with the clinic.",
            "Family was informed and agrees with the plan.",
            "Dose was explained; written sheet was given.");

    private Words() {}
}
