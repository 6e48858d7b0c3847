package dev.flowgate.cli.bootstrap;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say where programs are taken from. */
final class InstallChoice {
    @Option(
            names = "--from",
            paramLabel = "FILE",
            description =
                    "Take it from here: an archive or a binary of CLIProxyAPI, a folder or an archive of wheels of"
                            + " LiteLLM. Name the program.")
    @Nullable Path from;

    @Option(names = "--offline", description = "Use no network: only what is here already.")
    boolean offline;

    @Option(
            names = "--allow-unverified",
            description = "Take an archive of CLIProxyAPI that nobody states a checksum of.")
    boolean allowUnverified;

    @Option(
            names = {"--tag", "--cliproxy-version"},
            paramLabel = "TAG",
            description = "The release of CLIProxyAPI, or latest; default: bootstrap.cliproxyapi_plus.tag.")
    @Nullable String tag;

    @Option(
            names = {"--repository", "--cliproxy-repo"},
            paramLabel = "OWNER/NAME",
            description = "The repository of CLIProxyAPI; default: bootstrap.cliproxyapi_plus.repository.")
    @Nullable String repository;

    /** Checksums are required unless told otherwise; scripts of the Python tool ask for it. */
    @Option(names = "--require-sha256", hidden = true)
    boolean requireSha256;
}
