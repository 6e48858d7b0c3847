package dev.flowgate.process.install;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is known of LiteLLM's releases: the one that belongs to this FlowGate, and those that must not run. Looks at files
 * and starts nothing; safe for use by several threads.
 */
public final class LiteLlmReleases {
    /** The version that FlowGate installs, and that its engine is compatible with. */
    public static final String VERSION = "1.75.8";

    /** What the stolen releases added beside themselves; it runs with every Python, and an upgrade leaves it there. */
    private static final String IMPLANT = "litellm_init.pth";

    private static final String STOLEN =
            " was published on 2026-03-24 with a stolen account, and sends the keys, tokens"
                    + " and passwords of the machine to the thief";
    private static final String REPAIR =
            " Remove that environment, consider every secret on this machine known to others"
                    + " and replace them, and use LiteLLM " + VERSION + " (\"flowgate bootstrap download\").";

    /** Sources: BerriAI/litellm issues 24512, 24518 and 24521. */
    private static final Map<String, String> REFUSED = Map.of(
            "1.82.7", "LiteLLM 1.82.7" + STOLEN + " as soon as the proxy is imported.",
            "1.82.8", "LiteLLM 1.82.8" + STOLEN + " as soon as any Python starts.");

    private static final int HEAD_BYTES = 4096;
    private static final int WITHIN_BIN = 2;

    /**
     * The interpreter in the first line of a console script, in the second one where the first would be too long (pip
     * writes {@code '''exec' "/path/python" "$0" "$@"}), and in FlowGate's runner.
     */
    private static final Pattern INTERPRETER =
            Pattern.compile("(?:#! ?|exec'? ['\"]?)(/[^'\"\\n\\x00]*/bin/)python[0-9.]*(?=['\"\\s])");

    private LiteLlmReleases() {}

    /**
     * Says why a release must not be run.
     *
     * @param version such as {@code 1.82.7}
     * @return what is wrong with it and what to do, for people; empty when nothing is known against it
     */
    public static Optional<String> refusal(String version) {
        return Optional.ofNullable(REFUSED.get(version)).map(reason -> reason + REPAIR);
    }

    /**
     * Says why a program must not be run: it belongs to a refused release, or to an environment in which one has left
     * something behind.
     *
     * @param program the path of a LiteLLM command, or of a Python interpreter
     * @return what is wrong with it and what to do, for people; empty when nothing is known against it
     */
    public static Optional<String> refusal(Path program) {
        Optional<Path> prefix = prefix(program);
        Optional<String> release = prefix.flatMap(SitePackages::version).flatMap(LiteLlmReleases::refusal);
        return release.isPresent()
                ? release
                : prefix.flatMap(folder -> SitePackages.file(folder, IMPLANT))
                        .map(implant -> implant + " was left there by LiteLLM 1.82.8, which" + STOLEN.substring(4)
                                + " as soon as any Python starts." + REPAIR);
    }

    /**
     * Finds out which LiteLLM a program runs, without running it: Python would run what is installed there.
     *
     * @param program the path of a LiteLLM command (a script in an environment's {@code bin}, a link to one, FlowGate's
     *     own runner), or of a Python interpreter
     * @return such as {@code 1.75.8}; empty when that cannot be told
     */
    public static Optional<String> installedVersion(Path program) {
        return prefix(program).flatMap(SitePackages::version);
    }

    /** Returns the folder that the {@code bin} of the program's Python is in. */
    private static Optional<Path> prefix(Path program) {
        Path path = program.toAbsolutePath().normalize();
        if (path.getFileName() != null && path.getFileName().toString().startsWith("python")) {
            // An environment's interpreter is a link out of it, which must not be followed.
            return above(path);
        }
        try {
            Path real = path.toRealPath();
            Optional<Path> named = interpreterPrefix(real);
            return named.isPresent()
                    ? named
                    : above(real).filter(folder -> SitePackages.version(folder).isPresent());
        } catch (IOException missing) {
            return Optional.empty();
        }
    }

    private static Optional<Path> interpreterPrefix(Path script) throws IOException {
        try (InputStream content = Files.newInputStream(script)) {
            String head = new String(content.readNBytes(HEAD_BYTES), StandardCharsets.UTF_8);
            Matcher interpreter = INTERPRETER.matcher(head.startsWith("#!") ? head : "");
            return interpreter.find()
                    ? Optional.ofNullable(Path.of(interpreter.group(1)).getParent())
                    : Optional.empty();
        }
    }

    private static Optional<Path> above(Path program) {
        return program.getNameCount() > WITHIN_BIN
                ? Optional.ofNullable(program.getParent()).map(Path::getParent)
                : Optional.empty();
    }
}
