package dev.flowgate.process.install;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What of the environment Python, pip and uv get: what says where packages come from, and how to reach that. Not what
 * changes Python itself ({@code PYTHONPATH}, {@code PYTHONHOME}), nor where pip puts things, nor the keys of providers.
 */
final class ToolEnvironment {
    private static final Set<String> KEPT = Set.of(
            "PATH",
            "HOME",
            "USER",
            "LOGNAME",
            "TMPDIR",
            "LANG",
            "NETRC",
            "SSL_CERT_FILE",
            "SSL_CERT_DIR",
            "REQUESTS_CA_BUNDLE",
            "CURL_CA_BUNDLE",
            "LD_LIBRARY_PATH",
            "DYLD_LIBRARY_PATH");
    private static final List<String> KEPT_PREFIXES = List.of("LC_", "XDG_", "PIP_", "UV_", "PYENV_", "ASDF_", "MISE_");
    private static final Set<String> PROXIES = Set.of("http_proxy", "https_proxy", "all_proxy", "no_proxy");

    /** These say what is installed, or where to, which is not the user's choice here. */
    private static final Set<String> DROPPED = Set.of(
            "PIP_TARGET",
            "PIP_PREFIX",
            "PIP_ROOT",
            "PIP_PYTHON",
            "PIP_REQUIREMENT",
            "PIP_CONSTRAINT",
            "PIP_EDITABLE",
            "PIP_DRY_RUN",
            "PIP_QUIET",
            "PIP_REQUIRE_VIRTUALENV",
            "UV_TARGET",
            "UV_PREFIX",
            "UV_SYSTEM_PYTHON",
            "UV_PYTHON",
            "UV_CONSTRAINT",
            "UV_OVERRIDE",
            "UV_EXCLUDE",
            "UV_BUILD_CONSTRAINT",
            "UV_EXCLUDE_NEWER",
            "UV_VENV_SEED",
            "UV_WORKING_DIR",
            "UV_WORKING_DIRECTORY",
            "UV_PROJECT");

    private ToolEnvironment() {}

    /** Returns the part of an environment that counts. */
    static Map<String, String> of(Map<String, String> environment) {
        Map<String, String> kept = new LinkedHashMap<>();
        environment.forEach((name, value) -> {
            boolean known = KEPT.contains(name)
                    || KEPT_PREFIXES.stream().anyMatch(name::startsWith)
                    || PROXIES.contains(name.toLowerCase(Locale.ROOT));
            if (known && !DROPPED.contains(name)) {
                kept.put(name, value);
            }
        });
        // From a configuration file it would keep pip from installing into an environment; a variable overrides that.
        kept.put("PIP_USER", "0");
        kept.put("UV_PYTHON_DOWNLOADS", "never");
        return kept;
    }

    /** Returns an environment in which nothing says where packages come from but the command line. */
    static Map<String, String> withoutIndexes(Map<String, String> kept) {
        Map<String, String> bare = new LinkedHashMap<>(kept);
        bare.keySet()
                .removeIf(name -> name.startsWith("PIP_") || (name.startsWith("UV_") && !name.equals("UV_CACHE_DIR")));
        bare.put("PIP_CONFIG_FILE", "/dev/null");
        bare.put("UV_NO_CONFIG", "1");
        bare.put("UV_PYTHON_DOWNLOADS", "never");
        return bare;
    }
}
