package dev.flowgate.config;

import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** Says in plain words what the YAML parser stumbled over. Its own texts speak of tokens and blocks. */
final class YamlErrors {
    private YamlErrors() {}

    static ConfigException explain(MarkedYamlEngineException failure, YamlMarks marks, Problems problems) {
        Mark problemMark = failure.getProblemMark().orElse(null);
        Mark contextMark = failure.getContextMark().orElse(null);
        Origin at = marks.origin(problemMark, KeyPath.ROOT);
        Origin context = contextMark == null ? at : marks.origin(contextMark, KeyPath.ROOT);
        String problem = String.valueOf(failure.getProblem());
        String during = String.valueOf(failure.getContext());
        int found = marks.characterAt(at);

        if (problem.contains("cannot start any token")) {
            return unexpectedCharacter(found, at, problems);
        }
        if (during.contains("quoted scalar")) {
            return problem.contains("escape") || problem.contains("hexadecimal")
                    ? problems.fatal(
                            at, "this escape is unknown in a text in double quotes", "write \\\\ for a backslash")
                    : problems.fatal(context, "the quote that opens here is never closed", "add the closing quote");
        }
        if (problem.contains("expected ',' or")) {
            boolean list = problem.contains("']'");
            return problems.fatal(
                    context,
                    "the " + (list ? "[" : "{") + " that opens here is not closed properly; line " + at.line()
                            + " has something else where a comma or " + (list ? "]" : "}") + " should be",
                    "add the missing comma or bracket");
        }
        if (problem.contains("mapping values are not allowed")) {
            return problems.fatal(
                    at,
                    "a key is not possible here",
                    "put a text that contains \": \" in quotes, or check the indentation of this line and the one before");
        }
        if (problem.contains("could not find expected ':'")) {
            return problems.fatal(
                    context,
                    "a colon is missing: this line is neither `key: value` nor a list item `- value`",
                    "write `key: value`, with a blank after the colon");
        }
        if (problem.contains("expected <block end>")) {
            return blockEnd(found, at, problems);
        }
        if (problem.contains("<document start>")) {
            return problems.fatal(
                    at, "there is text after the end of the document", "check the quotes and brackets above");
        }
        return other(during, found, at, problems);
    }

    private static ConfigException unexpectedCharacter(int found, Origin at, Problems problems) {
        if (found == '\t') {
            return problems.fatal(at, "a tab is not allowed as indentation", "use blanks");
        }
        return problems.fatal(at, "a value cannot start with " + character(found), "put the value in quotes");
    }

    private static ConfigException blockEnd(int found, Origin at, Problems problems) {
        if (found == ']' || found == '}') {
            return problems.fatal(
                    at, "this " + (char) found + " closes nothing", "remove it, or add the opening bracket");
        }
        return problems.fatal(
                at, "the indentation of this line fits no line above", "start it in the column of its neighbours");
    }

    private static ConfigException other(String during, int found, Origin at, Problems problems) {
        String what = switch (during) {
            case "while scanning an anchor" -> "after & the name of an anchor is expected";
            case "while scanning an alias" -> "after * the name of an anchor is expected";
            case "while scanning a tag", "while parsing a node" -> "after ! a tag is expected";
            case "while scanning a directive" -> "a line that begins with % is a directive, and this is none";
            case "while scanning a block scalar" -> "after | or > only - or + may stand";
            default -> "this is not YAML; found " + character(found);
        };
        return problems.fatal(at, what, "put the value in quotes if it is meant as text");
    }

    private static String character(int found) {
        return found < 0 ? "the end of the file" : Quote.value(Character.toString(found));
    }

    /** For a failure without a place, which the checks of {@link SourceText} should have made impossible. */
    static ConfigException withoutPlace(@Nullable Origin last, Problems problems) {
        return problems.fatal(
                last == null ? Origin.inCode(KeyPath.ROOT) : last,
                "the text from here on is not YAML",
                "check the punctuation of this line and the next");
    }
}
