package org.chartlift.cli.sample;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.chartlift.record.ContentHash;

/** What stands in OBX-5. */
sealed interface Value {
    /** OBX-2. */
    String type();

    /** As written on the wire. */
    String written(Er7 er7);

    /** What is meant, for the truth; a file is meant by its SHA-256. */
    String meant();

    /** NM. */
    record Number(String digits) implements Value {
        @Override
        public String type() {
            return "NM";
        }

        @Override
        public String written(Er7 er7) {
            return digits;
        }

        @Override
        public String meant() {
            return digits;
        }
    }

    /** SN: comparator, first number, separator, second number. */
    record Structured(String comparator, String first, String separator, String second) implements Value {
        @Override
        public String type() {
            return "SN";
        }

        @Override
        public String written(Er7 er7) {
            return er7.components(comparator, first, separator, second);
        }

        @Override
        public String meant() {
            return comparator + first + separator + second;
        }
    }

    /** CWE. */
    record Coded(Code code) implements Value {
        @Override
        public String type() {
            return "CWE";
        }

        @Override
        public String written(Er7 er7) {
            return er7.coded(code);
        }

        @Override
        public String meant() {
            return code.code() + "|" + code.text() + "|" + code.system();
        }
    }

    /** ST or FT in one piece, or a type that no version of HL7 v2 knows. */
    record Text(String type, String text) implements Value {
        @Override
        public String written(Er7 er7) {
            return er7.text(text);
        }

        @Override
        public String meant() {
            return text;
        }
    }

    /** TX, one repetition a line. */
    record Lines(List<String> lines) implements Value {
        @Override
        public String type() {
            return "TX";
        }

        @Override
        public String written(Er7 er7) {
            return lines.stream().map(er7::text).collect(Collectors.joining("" + er7.repetition()));
        }

        @Override
        public String meant() {
            return String.join("\n", lines);
        }
    }

    /** ED: a file in base 64; type of HL7 table 0191, subtype of 0291. */
    record Attached(String dataType, String subtype, String content) implements Value {
        @Override
        public String type() {
            return "ED";
        }

        @Override
        public String written(Er7 er7) {
            return er7.components(
                    "CLINSYS", dataType, subtype, "Base64", Base64.getEncoder().encodeToString(bytes()));
        }

        @Override
        public String meant() {
            return "sha256:" + ContentHash.of(bytes()).hex();
        }

        byte[] bytes() {
            return content.getBytes(StandardCharsets.ISO_8859_1);
        }
    }
}
