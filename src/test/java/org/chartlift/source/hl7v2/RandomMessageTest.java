package org.chartlift.source.hl7v2;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.chartlift.source.SourceTree;
import org.chartlift.source.UnreadableRecordException;

class RandomMessageTest {
    private static final String LETTERS = "abcXYZ 0189\"'äß山😀\t";
    private static final String SYMBOLS = "|^~\\&#!%*:;?$@_-+=<>()[]{}/,.`'";

    @Property(tries = 500)
    void everyGeneratedValueIsALeafWithItsTextAndAPathOfItsOwn(@ForAll long seed) throws UnreadableRecordException {
        Generated message = new Generated(new Random(seed));
        SourceTree tree = new Hl7v2Reader(event -> null).read(message.bytes());

        List<String> texts = new ArrayList<>();
        HashSet<String> paths = new HashSet<>();
        for (int i = 0; i < tree.leafCount(); i++) {
            texts.add(tree.text(tree.leaf(i)));
            paths.add(tree.path(tree.leaf(i)));
        }
        assertThat(texts).isEqualTo(message.texts);
        assertThat(paths).hasSize(message.texts.size());
    }

    @Property(tries = 300)
    void groupingKeepsTheOrderAndNumberOfSegmentsAndLeaves(@ForAll long seed) throws UnreadableRecordException {
        Generated message = new Generated(new Random(seed));
        MessageGrammar grammar = MessageGrammar.parse("ORU_R01", Messages.ORU);
        SourceTree flat = new Hl7v2Reader(event -> null).read(message.bytes());
        SourceTree grouped = new Hl7v2Reader(event -> grammar).read(message.bytes());

        assertThat(segments(grouped)).isEqualTo(segments(flat));
        assertThat(Messages.leaves(grouped)).isEqualTo(Messages.leaves(flat));
    }

    private static List<String> segments(SourceTree tree) {
        List<String> paths = new ArrayList<>();
        for (int n = 0; n < tree.size(); n++) {
            if (tree.kind(n) == SourceTree.Kind.SEGMENT) {
                paths.add(tree.path(n));
            }
        }
        return paths;
    }

    /** A well-formed message with random delimiters, and the texts that its leaves must have. */
    private static final class Generated {
        private static final List<String> NAMES =
                List.of("PID", "PV1", "ORC", "OBR", "OBX", "OBX", "NTE", "SPM", "ZZ1", "EVN");

        private final Random random;
        private final char field;
        private final char component;
        private final char repetition;
        private final char escape;
        private final char subcomponent;
        private final StringBuilder message = new StringBuilder();
        private final List<String> texts = new ArrayList<>();

        Generated(Random random) {
            this.random = random;
            List<Character> symbols = new ArrayList<>();
            while (symbols.size() < 5) {
                char c = SYMBOLS.charAt(random.nextInt(SYMBOLS.length()));
                if (!symbols.contains(c)) {
                    symbols.add(c);
                }
            }
            field = symbols.get(0);
            component = symbols.get(1);
            repetition = symbols.get(2);
            escape = symbols.get(3);
            subcomponent = symbols.get(4);
            generate();
        }

        byte[] bytes() {
            return message.toString().getBytes(StandardCharsets.UTF_8);
        }

        private void generate() {
            String encoding = "" + component + repetition + escape + subcomponent;
            message.append("MSH").append(field).append(encoding).append(field).append("APP");
            texts.addAll(List.of(String.valueOf(field), encoding, "APP"));
            message.append(random.nextBoolean() ? "\r" : "\r\n");
            int segments = random.nextInt(12);
            for (int s = 0; s < segments; s++) {
                message.append(NAMES.get(random.nextInt(NAMES.size())));
                int fields = 1 + random.nextInt(8);
                for (int f = 0; f < fields; f++) {
                    message.append(field);
                    level(0);
                }
                message.append(random.nextBoolean() ? "\r" : "\n");
            }
        }

        /** Repetitions, components, subcomponents, then the value. */
        private void level(int depth) {
            char[] separators = {repetition, component, subcomponent};
            if (depth == separators.length) {
                value();
                return;
            }
            int pieces = random.nextInt(3) == 0 ? 1 + random.nextInt(3) : 1;
            for (int p = 0; p < pieces; p++) {
                if (p > 0) {
                    message.append(separators[depth]);
                }
                level(depth + 1);
            }
        }

        private void value() {
            int length = random.nextInt(3) == 0 ? 0 : random.nextInt(12);
            StringBuilder text = new StringBuilder();
            int[] letters = (LETTERS + SYMBOLS).codePoints().toArray();
            for (int i = 0; i < length; i++) {
                text.appendCodePoint(letters[random.nextInt(letters.length)]);
            }
            if (length > 0) {
                texts.add(text.toString());
            }
            text.codePoints().forEach(this::write);
        }

        private void write(int c) {
            String code = c == field
                    ? "F"
                    : c == component ? "S" : c == repetition ? "R" : c == escape ? "E" : c == subcomponent ? "T" : "";
            if (!code.isEmpty()) {
                message.append(escape).append(code).append(escape);
            } else if (c < 0x80 && c != '\t' && random.nextInt(10) == 0) {
                message.append(escape)
                        .append('X')
                        .append(Integer.toHexString(c))
                        .append(escape);
            } else {
                message.appendCodePoint(c);
            }
        }
    }
}
