package dev.flowgate.process.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Asks a program whether it is a Python that LiteLLM's packages can be installed for. */
final class InterpreterProbe {
    private static final Pattern VERSION = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.\\d{1,3}");

    private final Map<String, String> environment;
    private final Duration limit;

    InterpreterProbe(Map<String, String> environment, Duration limit) {
        this.environment = environment;
        this.limit = limit;
    }

    /** What came of it: an interpreter, or what is wrong with it. */
    sealed interface Answer {
        /**
         * It can be used.
         *
         * @param interpreter the interpreter
         */
        record Fits(PythonInterpreter interpreter) implements Answer {}

        /**
         * It cannot be used.
         *
         * @param reason such as {@code /usr/bin/python3 is Python 3.9.2}
         */
        record Unfit(String reason) implements Answer {}
    }

    Answer ask(Path program) throws InterruptedException {
        BoundedCommand.Outcome outcome;
        try {
            // Isolated (-I): neither the user's packages nor PYTHON variables count.
            outcome = new BoundedCommand(
                            List.of(program.toString(), "-I", "-c", BundledFiles.text("probe.py")), environment, limit)
                    .run(line -> {});
        } catch (IOException notRunnable) {
            return new Answer.Unfit(program + " cannot be run (" + notRunnable.getMessage() + ")");
        }
        if (!outcome.ended()) {
            return new Answer.Unfit(program + " does not answer within " + limit.toSeconds() + " seconds");
        }
        Map<String, String> facts = facts(outcome.lines());
        return answer(program, facts, outcome);
    }

    private static Answer answer(Path program, Map<String, String> facts, BoundedCommand.Outcome outcome) {
        String version = facts.getOrDefault("version", "");
        Matcher numbers = VERSION.matcher(version);
        if (!outcome.succeeded() || !numbers.matches()) {
            String said = outcome.lines().stream()
                    .filter(line -> !line.isBlank())
                    .findFirst()
                    .orElse("nothing");
            return new Answer.Unfit(program + " is no Python 3 that works (status " + outcome.exitValue() + ": "
                    + PackageFailure.withoutSecrets(said.strip()) + ")");
        }
        String what = program + " is " + kind(facts) + version;
        int minor = Integer.parseInt(numbers.group(2));
        boolean supported = numbers.group(1).equals("3")
                && minor >= PythonInterpreter.OLDEST_MINOR
                && minor <= PythonInterpreter.NEWEST_MINOR;
        if (!supported || !kind(facts).equals("Python ")) {
            return new Answer.Unfit(what);
        }
        Path executable = executable(facts.get("executable"));
        return new Answer.Fits(new PythonInterpreter(
                executable == null ? program : executable,
                minor,
                version,
                facts.getOrDefault("venv", "no").equals("yes")));
    }

    private static String kind(Map<String, String> facts) {
        String implementation = facts.getOrDefault("implementation", "");
        if (!implementation.equals("CPython")) {
            return implementation + " ";
        }
        return facts.getOrDefault("free-threaded", "no").equals("yes") ? "the free-threaded Python " : "Python ";
    }

    private static @Nullable Path executable(@Nullable String told) {
        return told == null || !told.startsWith("/") || !Files.isExecutable(Path.of(told)) ? null : Path.of(told);
    }

    private static Map<String, String> facts(List<String> lines) {
        Map<String, String> facts = new HashMap<>();
        for (String line : lines) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                facts.put(line.substring(0, equals), line.substring(equals + 1));
            }
        }
        return facts;
    }
}
