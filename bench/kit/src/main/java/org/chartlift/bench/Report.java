package org.chartlift.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads the result files of all forks, {@code KIND-SIDE-ROUND.csv} as JMH writes them, and prints the table of {@code docs/benchmarks.md}: medians over
 * rounds. Sides: {@code peer}, {@code ours}, and {@code again}, which is ours once more and shows the noise.
 */
public final class Report {
    private static final Pattern NAME = Pattern.compile("([A-Z]+)-(peer|ours|again)-\\d+\\.csv");

    private Report() {}

    private record Figures(double elapsed, double cpu, double java, double allocated) {}

    /** {@code args[0]}: the folder. */
    public static void main(String[] args) throws IOException {
        Map<String, List<Figures>> runs = new TreeMap<>();
        try (Stream<Path> files = Files.list(Path.of(args[0]))) {
            for (Path file : files.sorted().toList()) {
                Matcher name = NAME.matcher(file.getFileName().toString());
                if (name.matches()) {
                    runs.computeIfAbsent(name.group(1) + name.group(2), k -> new ArrayList<>())
                            .add(figures(file));
                }
            }
        }
        System.out.println("| kind | forks | peer CPU us | ours CPU us | ratio | ratio of Java threads | A/A | peer KB | ours KB |");
        System.out.println("|---|---|---|---|---|---|---|---|---|");
        Messages.KINDS.stream().filter(k -> runs.containsKey(k + "ours")).forEach(k -> System.out.println(row(k, runs)));
    }

    private static String row(String kind, Map<String, List<Figures>> runs) {
        Figures peer = median(runs.getOrDefault(kind + "peer", List.of()));
        Figures ours = median(runs.get(kind + "ours"));
        Figures again = median(runs.getOrDefault(kind + "again", List.of()));
        return String.format(
                Locale.ROOT,
                "| %s | %d | %.0f | %.1f | %.1f | %.1f | %.2f | %.0f | %.1f |",
                kind,
                runs.get(kind + "ours").size(),
                peer.cpu,
                ours.cpu,
                peer.cpu / ours.cpu,
                peer.java / ours.java,
                again.cpu / ours.cpu,
                peer.allocated / 1024,
                ours.allocated / 1024);
    }

    private static Figures median(List<Figures> runs) {
        return new Figures(
                middle(runs.stream().map(Figures::elapsed).toList()),
                middle(runs.stream().map(Figures::cpu).toList()),
                middle(runs.stream().map(Figures::java).toList()),
                middle(runs.stream().map(Figures::allocated).toList()));
    }

    private static double middle(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int n = sorted.size();
        return n == 0 ? Double.NaN : (sorted.get((n - 1) / 2) + sorted.get(n / 2)) / 2;
    }

    private static Figures figures(Path file) throws IOException {
        Map<String, Double> scores = new TreeMap<>();
        for (String line : Files.readAllLines(file)) {
            String[] cells = line.replace("\"", "").split(",");
            if (!cells[0].equals("Benchmark")) {
                String metric = cells[0].contains(":") ? cells[0].substring(cells[0].indexOf(':') + 1) : "";
                scores.put(metric.replace("·", ""), Double.valueOf(cells[4]));
            }
        }
        return new Figures(score(scores, ""), score(scores, "cpu"), score(scores, "cpu.java"), score(scores, "gc.alloc.rate.norm"));
    }

    private static double score(Map<String, Double> scores, String metric) {
        return scores.getOrDefault(metric, Double.NaN);
    }
}
