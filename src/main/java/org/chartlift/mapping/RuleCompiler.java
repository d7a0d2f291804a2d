package org.chartlift.mapping;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.chartlift.mapping.code.CodeMap;
import org.chartlift.mapping.code.Translation;
import org.chartlift.mapping.function.Function;
import org.chartlift.mapping.rule.Condition;
import org.chartlift.mapping.rule.SourcePath;
import org.chartlift.mapping.rule.YamlNode;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.jspecify.annotations.Nullable;

/** Compiles the rules of one map. Used by one thread. */
final class RuleCompiler {
    private static final List<String> FORMS = List.of("from", "block", "fixed", "drop", "carry", "ref", "refs");
    private static final Set<String> KEYS = Set.of(
            "id", "from", "block", "fixed", "drop", "carry", "ref", "refs", "to", "as", "vocab", "table", "unknown",
            "when", "join", "where", "with", "match", "reason", "of", "in", "rules", "note");
    private static final Set<String> DROP_REASONS = Set.of(
            "delimiters",
            "set-id",
            "message-control",
            "duplicate-of",
            "structural",
            "site-decision",
            "deprecated-unused",
            "display-only",
            "unknown-by-convention");
    private static final Set<String> KINDRED_TEXT = Set.of("string", "markdown", "code");
    private static final Set<String> KINDRED_URI = Set.of("uri", "url", "canonical", "oid", "uuid");
    private static final Set<String> KINDRED_INTEGER = Set.of("integer", "positiveInt", "unsignedInt");

    private final CompileContext context;
    private final MapSource map;
    private final TargetCompiler targets;
    private String prefix;

    RuleCompiler(CompileContext context, MapSource map) {
        this.context = context;
        this.map = map;
        targets = new TargetCompiler(context);
        prefix = map.id + "/";
    }

    /** The rules below an element; {@code container} null: a map that only drops. */
    RulePlan.Body body(List<YamlNode> rules, @Nullable Base container, Element self) {
        List<RulePlan> plans = new ArrayList<>();
        List<RulePlan.Fixed> fixed = new ArrayList<>();
        Set<String> fed = new HashSet<>();
        for (YamlNode rule : rules) {
            fed(rule, fed);
        }
        Set<String> ids = new HashSet<>();
        for (YamlNode rule : rules) {
            if (rule.text("id") != null && !ids.add(rule.text("id"))) {
                context.faults.add(rule, "rule `" + rule.text("id") + "` is there twice in map " + map.id);
            }
            RulePlan plan = rule(rule, container, self, fed);
            if (plan instanceof RulePlan.Fixed f) {
                fixed.add(f);
            } else if (plan != null) {
                plans.add(plan);
            }
        }
        boolean refs = plans.stream().anyMatch(p -> p instanceof RulePlan.Ref);
        return new RulePlan.Body(List.copyOf(plans), List.copyOf(fixed), refs);
    }

    /** Notes each element on the way to what source values or references are written to. */
    private static void fed(YamlNode rule, Set<String> fed) {
        boolean feeds = rule.has("from") || rule.has("ref") || rule.has("refs") || rule.has("block");
        String to = rule.has("block") ? rule.text("block") : rule.text("to");
        if (feeds && to != null) {
            for (int at = 0; at >= 0; at = to.indexOf('.', at + 1)) {
                int next = to.indexOf('.', at + 1);
                fed.add(next < 0 ? to : to.substring(0, next));
            }
        }
    }

    private @Nullable RulePlan rule(YamlNode node, @Nullable Base container, Element self, Set<String> fed) {
        if (!node.isMap()) {
            context.faults.add(node, "a rule is a map such as {id: pid3, from: \"PID-3[*]\", to: identifier}");
            return null;
        }
        node.allowOnly(KEYS, context.faults);
        String id = id(node);
        List<String> forms = FORMS.stream().filter(node::has).toList();
        if (forms.size() != 1) {
            context.faults.add(node, "rule `" + id + "` has exactly one of " + FORMS + ", not " + forms);
            return null;
        }
        Condition when = context.condition(node);
        String name = prefix + id;
        context.text(name, node);
        if (container == null && !forms.get(0).equals("drop")) {
            context.faults.add(node, "a map to `nothing` has only `drop` rules");
            return null;
        }
        return switch (forms.get(0)) {
            case "from" ->
                node.has("rules") && !node.has("as")
                        ? block(node, name, when, container, self)
                        : value(node, name, when, container, self);
            case "block" -> block(node, name, when, container, self);
            case "fixed" -> fixed(node, name, when, container, self, fed);
            case "drop" -> drop(node, name, when);
            case "carry" -> carry(node, name, when, container, self);
            default -> ref(node, name, when, container, self);
        };
    }

    private String id(YamlNode node) {
        String id = node.text("id");
        if (id == null || id.isEmpty()) {
            context.faults.add(node, "a rule has an id");
            return "?";
        }
        return id;
    }

    private @Nullable YamlNode to(YamlNode node) {
        YamlNode to = node.get("to");
        if (to == null) {
            context.faults.add(node, "`to:` is missing");
        }
        return to;
    }

    private RulePlan.@Nullable Block block(
            YamlNode node, String id, @Nullable Condition when, Base container, Element self) {
        YamlNode to = node.has("block") ? node.get("block") : to(node);
        TargetCompiler.Target target = to == null ? null : targets.element(container, self, to);
        SourcePath from = context.path(node.get("from"));
        if (target == null || !node.has("rules")) {
            if (!node.has("rules")) {
                context.faults.add(node, "a block has `rules:`");
            }
            return null;
        }
        if (target.exemplar() == null) {
            context.faults.add(to, "`" + to.text() + "` is a choice: spell its type");
            return null;
        }
        RulePlan.Body body = inner(node, id, target.exemplar(), target.plan().last());
        return new RulePlan.Block(id, when, from, target.plan(), body);
    }

    /** The rules of a block: their ids go on from the block's. */
    private RulePlan.Body inner(YamlNode node, String id, Base container, Element self) {
        String outer = prefix;
        prefix = id + ".";
        RulePlan.Body body = body(node.get("rules").items(), container, self);
        prefix = outer;
        return body;
    }

    private RulePlan.@Nullable Value value(
            YamlNode node, String id, @Nullable Condition when, Base container, Element self) {
        SourcePath from = context.path(node.get("from"));
        YamlNode to = to(node);
        TargetCompiler.Target target = to == null ? null : targets.value(container, self, to);
        if (target == null || from == null) {
            return null;
        }
        RulePlan.Writer writer = writer(node, target);
        if (writer == null) {
            return null;
        }
        RulePlan.Vocabulary vocabulary = vocabulary(node, target);
        RulePlan.Body extra = extra(node, id, writer, target);
        Map<String, SourcePath> with = with(node, writer);
        String join = node.text("join");
        boolean joins = writer instanceof RulePlan.Writer.Text || writer instanceof RulePlan.Writer.Call;
        if (join != null && !joins) {
            context.faults.add(node, "`join:` joins texts; a data type map takes one value at a time");
        }
        return new RulePlan.Value(
                id,
                when,
                from,
                target.plan(),
                writer,
                vocabulary,
                table(node),
                join,
                context.condition(node, "where"),
                with,
                extra);
    }

    private String table(YamlNode node) {
        String table = node.text("table");
        if (table != null && !table.matches("[0-9]{4}")) {
            context.faults.add(node.get("table"), "`table:` is the four digits of an HL7 table");
        }
        return table == null ? "" : table;
    }

    private RulePlan.@Nullable Body extra(
            YamlNode node, String id, RulePlan.Writer writer, TargetCompiler.Target target) {
        if (!node.has("rules")) {
            return null;
        }
        Base inner = target.exemplar();
        if (writer instanceof RulePlan.Writer.Resource r) {
            inner = Model.exemplar(context.documents.maps.get(r.map().id).target);
        } else if (!(writer instanceof RulePlan.Writer.DataType)) {
            context.faults.add(node.get("rules"), "`rules:` beside `as:` needs a data type map");
            return null;
        }
        return inner == null ? null : inner(node, id, inner, target.plan().last());
    }

    private Map<String, SourcePath> with(YamlNode node, RulePlan.Writer writer) {
        Map<String, SourcePath> with = new HashMap<>();
        if (!node.has("with")) {
            return with;
        }
        Set<String> known =
                writer instanceof RulePlan.Writer.Call c ? c.function().parameters() : Set.of();
        node.get("with").fields().forEach((name, path) -> {
            SourcePath parsed = context.path(path);
            if (!known.contains(name)) {
                context.faults.add(path, "there is no parameter `" + name + "`; known: " + known);
            } else if (parsed != null) {
                with.put(name, parsed);
            }
        });
        return with;
    }

    private RulePlan.@Nullable Writer writer(YamlNode node, TargetCompiler.Target target) {
        YamlNode as = node.get("as");
        if (as == null) {
            return plain(node, target);
        }
        String[] sides = as.text().split(">");
        MapSource dataType = sides.length == 2 && !node.has("with") ? dataType(sides[0], sides[1]) : null;
        if (dataType != null) {
            return mapped(as, dataType, target);
        }
        Function function = context.functions.find(as.text());
        if (function == null) {
            context.faults.add(as, "there is no data type map and no function `" + as.text() + "`");
            return null;
        }
        Set<String> types = target.plan().last().types();
        if (target.plan().isSelf()) {
            context.faults.add(as, "`to: .` takes a data type map, not a function");
        } else if (function.results().stream().noneMatch(r -> fits(r, types))) {
            context.faults.add(
                    as,
                    "`" + as.text() + "` makes " + function.results() + ", but "
                            + target.plan().text() + " takes " + types);
        }
        return new RulePlan.Writer.Call(function);
    }

    private static boolean fits(String result, Set<String> types) {
        return types.contains(result)
                || types.contains("string") && (KINDRED_URI.contains(result) || result.equals("id"))
                || types.stream()
                        .anyMatch(t -> kindred(result, t, KINDRED_TEXT)
                                || kindred(result, t, KINDRED_URI)
                                || kindred(result, t, KINDRED_INTEGER));
    }

    private static boolean kindred(String a, String b, Set<String> family) {
        return family.contains(a) && family.contains(b);
    }

    private @Nullable MapSource dataType(String source, String target) {
        for (MapSource m : context.documents.maps.values()) {
            if (m.source.equals(source) && m.target.equals(target) && !m.node.has("into")) {
                return m;
            }
        }
        return null;
    }

    private RulePlan.@Nullable Writer mapped(YamlNode as, MapSource dataType, TargetCompiler.Target target) {
        Set<String> types = target.plan().last().types();
        context.namedInMessages.add(dataType.id);
        if (!Model.isResource(dataType.target)) {
            if (!types.contains(dataType.target)) {
                context.faults.add(
                        as,
                        "`" + as.text() + "` makes a " + dataType.target + ", but "
                                + target.plan().text() + " takes " + types);
                return null;
            }
            return new RulePlan.Writer.DataType(context.ref(dataType.id));
        }
        boolean reference = types.contains("Reference");
        boolean url = types.stream().anyMatch(KINDRED_URI::contains);
        if (!reference && !url) {
            context.faults.add(
                    as,
                    "`" + as.text() + "` makes a resource, but " + target.plan().text() + " takes " + types);
            return null;
        }
        if (reference) {
            checkReference(as, dataType.target, target);
        }
        return new RulePlan.Writer.Resource(context.ref(dataType.id), reference);
    }

    private void checkReference(YamlNode at, String type, TargetCompiler.Target target) {
        Set<String> allowed = target.referenceTargets();
        boolean any = allowed.isEmpty() || allowed.contains("Any") || allowed.contains("Resource");
        if (!any && !allowed.contains(type)) {
            context.faults.add(at, target.plan().text() + " cannot refer to " + type + ", only to " + allowed);
        }
    }

    private RulePlan.@Nullable Writer plain(YamlNode node, TargetCompiler.Target target) {
        if (target.exemplar() instanceof PrimitiveType && !target.plan().isSelf()) {
            Element last = target.plan().last();
            boolean time = Set.of("date", "dateTime", "instant", "time").contains(last.type());
            if (time) {
                context.faults.add(node, "a " + last.type() + " needs `as:`, for example TS>" + last.type());
            }
            return new RulePlan.Writer.Text(new Primitive(last.type(), last.factory(), last.codes()));
        }
        if (target.exemplar() instanceof Coding || target.exemplar() instanceof CodeableConcept) {
            return new RulePlan.Writer.Call(
                    context.functions.find("ID>" + target.plan().last().type()));
        }
        context.faults.add(node, "`" + target.plan().text() + "` is no primitive: `as:` is missing");
        return null;
    }

    private RulePlan.@Nullable Vocabulary vocabulary(YamlNode node, TargetCompiler.Target target) {
        YamlNode vocab = node.get("vocab");
        YamlNode unknown = node.get("unknown");
        if (vocab == null) {
            if (unknown != null) {
                context.faults.add(unknown, "`unknown:` belongs to `vocab:`");
            }
            return null;
        }
        CodeMap codes = context.vocabularies.get(vocab.text());
        if (codes == null) {
            context.faults.add(vocab, "there is no ConceptMap vocab/" + vocab.text() + ".json");
            return null;
        }
        Element last = target.plan().last();
        for (Translation t : codes.results()) {
            if (!last.codes().isEmpty() && !last.codes().contains(t.code())) {
                context.faults.add(
                        vocab,
                        "`" + t.code() + "` is not legal for " + target.plan().text() + ": "
                                + last.codes().stream().sorted().toList());
            }
        }
        return new RulePlan.Vocabulary(codes, unknown(unknown));
    }

    private RulePlan.Unknown unknown(@Nullable YamlNode unknown) {
        if (unknown == null) {
            return RulePlan.Unknown.KEEP_SOURCE;
        }
        try {
            return RulePlan.Unknown.valueOf(
                    unknown.text().toUpperCase(Locale.ROOT).replace('-', '_'));
        } catch (IllegalArgumentException e) {
            context.faults.add(unknown, "`unknown:` is keep-source, report or quarantine");
            return RulePlan.Unknown.KEEP_SOURCE;
        }
    }

    private RulePlan.@Nullable Fixed fixed(
            YamlNode node, String id, @Nullable Condition when, Base container, Element self, Set<String> fed) {
        YamlNode to = to(node);
        TargetCompiler.Target target = to == null ? null : targets.value(container, self, to);
        if (target == null) {
            return null;
        }
        if (target.exemplar() == null || target.plan().isSelf()) {
            context.faults.add(node, "`fixed:` needs an element of one type");
            return null;
        }
        if (!node.has("reason")) {
            context.faults.add(node, "`fixed:` says its reason");
        }
        Base value = new Constants(context.faults).of(node.get("fixed"), target);
        int depth = target.plan().wrap() == null ? fedDepth(to.text(), fed) : 0;
        return value == null ? null : new RulePlan.Fixed(id, when, target.plan(), value, depth > 0, depth);
    }

    /** How many elements on the way (not the last one) source rules write below. */
    private static int fedDepth(String to, Set<String> fed) {
        int depth = 0;
        int found = 0;
        for (int at = to.indexOf('.'); at >= 0; at = to.indexOf('.', at + 1)) {
            depth++;
            if (fed.contains(to.substring(0, at))) {
                found = depth;
            }
        }
        return found;
    }

    private RulePlan.@Nullable Drop drop(YamlNode node, String id, @Nullable Condition when) {
        SourcePath from = context.path(node.get("drop"));
        String reason = node.text("reason");
        String of = node.text("of");
        if (reason == null || !DROP_REASONS.contains(reason)) {
            context.faults.add(
                    node,
                    "`drop:` has a reason, one of "
                            + DROP_REASONS.stream().sorted().toList());
        }
        if ("duplicate-of".equals(reason) && of == null) {
            context.faults.add(node, "`duplicate-of` names the other field: `of: PID-3`");
        }
        return from == null
                ? null
                : new RulePlan.Drop(id, when, from.allRepetitions(), of == null ? "" + reason : reason + " " + of);
    }

    private RulePlan.@Nullable Carry carry(
            YamlNode node, String id, @Nullable Condition when, Base container, Element self) {
        SourcePath from = context.path(node.get("carry"));
        TargetPlan to = null;
        if (node.has("to")) {
            TargetCompiler.Target target = targets.element(container, self, node.get("to"));
            if (target == null || target.exemplar() == null) {
                return null;
            }
            to = target.plan().isSelf() ? null : target.plan();
        } else if (container instanceof org.hl7.fhir.r4.model.Resource && !(container instanceof DomainResource)) {
            context.faults.add(node, container.fhirType() + " has no extensions to carry into");
        }
        return from == null ? null : new RulePlan.Carry(id, when, from.allRepetitions(), to);
    }

    private RulePlan.@Nullable Ref ref(
            YamlNode node, String id, @Nullable Condition when, Base container, Element self) {
        boolean all = node.has("refs");
        YamlNode named = node.get(all ? "refs" : "ref");
        YamlNode to = to(node);
        TargetCompiler.Target target = to == null ? null : targets.value(container, self, to);
        RulePlan.ResourceSelector what = context.selector(named.text(), named);
        if (target == null || what == null) {
            return null;
        }
        boolean reference = target.plan().last().types().contains("Reference");
        boolean url = target.plan().last().types().stream().anyMatch(KINDRED_URI::contains);
        if (!reference && !url) {
            context.faults.add(node, "`" + target.plan().text() + "` is no Reference and no url");
            return null;
        }
        if (all
                && !target.plan().last().list()
                && !target.plan().isSelf()
                && target.plan().wrap() == null) {
            context.faults.add(node, "`refs:` needs an element that repeats");
        }
        for (String m : reference ? what.maps() : Set.<String>of()) {
            checkReference(node, context.documents.maps.get(m).target, target);
        }
        String in = node.text("in");
        return new RulePlan.Ref(
                id, when, what, all, in == null ? "" : in, matches(node, all), target.plan(), reference);
    }

    private List<RulePlan.Match> matches(YamlNode node, boolean all) {
        List<RulePlan.Match> matches = new ArrayList<>();
        if (node.has("match") && all) {
            context.faults.add(node.get("match"), "`match:` finds one resource: it belongs to `ref:`");
        } else if (node.has("match")) {
            node.get("match").fields().forEach((theirs, ours) -> {
                SourcePath there = context.path(theirs, ours);
                SourcePath here = context.path(ours);
                if (there != null && here != null) {
                    matches.add(new RulePlan.Match(there, here));
                }
            });
        }
        return List.copyOf(matches);
    }
}
