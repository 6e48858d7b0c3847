package dev.flowgate.process.install;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Says in FlowGate's words why pip or uv failed, from what they printed. */
final class PackageFailure {
    private static final String STILL = " Nothing else has changed.";
    private static final Pattern CREDENTIALS = Pattern.compile("://[^\\s/'\"]*@");
    private static final Pattern QUERY = Pattern.compile("(://[^\\s?'\"]*)\\?[^\\s'\"]+");
    private static final Pattern HASH_PIP = Pattern.compile("\\s+([A-Za-z0-9._-]+==[^\\s]+) from .*");
    private static final Pattern HASH_UV = Pattern.compile(".*Hash mismatch for `([^`]+)`.*");
    private static final Pattern MISSING = Pattern.compile(
            ".*(?:No matching distribution found for|Because) ([A-Za-z0-9._-]+==[^\\s]+?)[,\\s]?(?:\\s.*)?");
    private static final Pattern REFUSED = Pattern.compile(".*\\b(401|403|407)\\b.*");
    private static final int SHOWN_CHARACTERS = 300;

    private final String tool;
    private final String folder;
    private final List<String> lines;

    private PackageFailure(String tool, String folder, List<String> lines) {
        this.tool = tool;
        this.folder = folder;
        this.lines = lines;
    }

    /**
     * Returns the failure.
     *
     * @param tool pip or uv
     * @param folder where the environment was to be
     * @param lines the last lines of its output
     * @param local whether it was to use no network
     */
    static InstallException of(String tool, String folder, List<String> lines, boolean local) {
        PackageFailure failure = new PackageFailure(tool, folder, lines);
        return new InstallException(withoutSecrets(failure.message(local)) + STILL);
    }

    /** Returns a text without what could be a password in an address. */
    static String withoutSecrets(String text) {
        String anonymous = CREDENTIALS.matcher(text).replaceAll("://");
        return QUERY.matcher(anonymous).replaceAll("$1");
    }

    private String message(boolean local) {
        Optional<String> mismatch = hashMismatch();
        if (mismatch.isPresent()) {
            return "The file of " + mismatch.get() + " that " + tool + " was given is not the one that was published:"
                    + " its SHA-256 is not in the lock. Nothing of it was installed. Find out what serves it"
                    + " (a mirror, a proxy, find-links), clear " + tool + "'s cache, and try again.";
        }
        if (said("no space left on device", "disk quota exceeded")) {
            return "The disk is full: of " + folder + ", of temporary files (TMPDIR), or of " + tool + "'s cache."
                    + " LiteLLM needs about 400 MiB. Free some space, then try again.";
        }
        if (said("certificate_verify_failed", "invalid peer certificate", "sslerror", "unknownissuer")) {
            return "The package index's certificate is not trusted: " + shown() + ". Give " + tool
                    + (tool.equals("uv") ? " SSL_CERT_FILE" : " PIP_CERT") + " with your authority's certificate.";
        }
        Optional<String> refused = lines.stream()
                .filter(line -> line.toLowerCase(Locale.ROOT).contains("error") || line.contains("tunnel"))
                .filter(line -> REFUSED.matcher(line).matches())
                .findFirst();
        if (refused.isPresent()) {
            return "The package index or a proxy refuses " + tool + ": " + brief(refused.get())
                    + ". Check user and password in PIP_INDEX_URL, pip.conf, .netrc or HTTPS_PROXY.";
        }
        Optional<String> missing = first(MISSING);
        if (local) {
            return "LiteLLM cannot be installed without a network: "
                    + missing.map(name -> name + " is not there").orElseGet(this::shown) + ". "
                    + "Make a folder of all packages by \"pip download\" with the lock where there is a network, "
                    + "and give it by --from; see docs/bootstrap.md.";
        }
        if (unreachable()) {
            return "The package index cannot be reached: " + shown()
                    + ". Check the network, HTTPS_PROXY and the settings of " + tool
                    + ", or give a folder of packages by --from.";
        }
        if (missing.isPresent()) {
            return "The package index has no " + missing.get() + " for this Python and this machine. If it is a mirror,"
                    + " it may be behind; else set bootstrap.litellm.python to another Python.";
        }
        return tool + " failed: " + shown() + ".";
    }

    private Optional<String> hashMismatch() {
        Optional<String> uv = first(HASH_UV);
        return uv.isPresent() || !said("do not match the hashes")
                ? uv
                : Optional.of(first(HASH_PIP).orElse("a package"));
    }

    private boolean unreachable() {
        return said(
                "failed to establish a new connection",
                "name resolution",
                "name or service not known",
                "nodename nor servname",
                "network is unreachable",
                "connection refused",
                "connection reset",
                "connecttimeout",
                "readtimeout",
                "read timed out",
                "connection broken",
                "proxyerror",
                "max retries exceeded",
                "dns error",
                "error sending request",
                "operation timed out");
    }

    private boolean said(String... texts) {
        return lines.stream()
                .map(line -> line.toLowerCase(Locale.ROOT))
                .anyMatch(line -> Stream.of(texts).anyMatch(line::contains));
    }

    private Optional<String> first(Pattern pattern) {
        return lines.stream()
                .map(pattern::matcher)
                .filter(Matcher::matches)
                .map(matcher -> matcher.group(1))
                .findFirst();
    }

    /** Returns the line that matters: the cause behind a retry, the last cause of uv, or the last error. */
    private String shown() {
        return last("NewConnectionError", "connection broken by", "cause: ", "certificate")
                .or(() -> last("ERROR:", "error:", "Error"))
                .or(() -> last(""))
                .map(PackageFailure::brief)
                .orElse("it said nothing");
    }

    private Optional<String> last(String... texts) {
        return lines.stream()
                .filter(line -> !line.isBlank())
                .filter(line -> Stream.of(texts).anyMatch(line::contains))
                .reduce((before, after) -> after);
    }

    private static String brief(String line) {
        String text = line.strip();
        int object = text.indexOf(">: ");
        if (text.contains("connection broken by") && object > 0) {
            text = text.substring(object + 3);
        }
        for (String start : List.of("ERROR: ", "error: ", "cause: ", "WARNING: ")) {
            text = text.startsWith(start) ? text.substring(start.length()) : text;
        }
        text = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
        return text.length() > SHOWN_CHARACTERS ? text.substring(0, SHOWN_CHARACTERS) + "..." : text;
    }
}
