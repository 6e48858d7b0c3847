package dev.flowgate.config;

import org.jspecify.annotations.Nullable;

/**
 * {@code bootstrap}: where the programs come from that FlowGate installs.
 *
 * @param cliProxyApi the release that {@code cliproxyapi_plus} runs
 * @param python the interpreter that LiteLLM's environment is made with, a path or a name that is looked up in the
 *     {@code PATH}; null for the first that fits
 */
public record BootstrapConfig(
        ReleaseConfig cliProxyApi, @Nullable String python) {
    /**
     * Returns what holds when nothing is configured.
     *
     * @return the release that this version of FlowGate was tested with, and any interpreter that fits
     */
    public static BootstrapConfig usual() {
        return new BootstrapConfig(ReleaseConfig.usual(), null);
    }
}
