package dev.flowgate.cli.bootstrap;

import dev.flowgate.cli.workspace.UsageException;
import dev.flowgate.config.FlowGateConfig;
import dev.flowgate.config.ReleaseConfig;
import dev.flowgate.config.ServiceConfig;
import dev.flowgate.process.install.BinaryInstaller;
import dev.flowgate.process.install.BinaryInstallerBuilder;
import dev.flowgate.process.install.InstallProgress;
import dev.flowgate.process.install.Installation;
import dev.flowgate.secret.Secret;
import java.util.Optional;

/** A release of CLIProxyAPI. */
record CliProxyApiProgram(FlowGateConfig config, InstallChoice choice) implements Program {
    /** The variable that the tools of GitHub take a token from. */
    private static final String TOKEN = "GITHUB_TOKEN";

    @Override
    public String service() {
        return ServiceConfig.CLIPROXYAPI_PLUS;
    }

    @Override
    public Optional<Installation> installed() {
        BinaryInstaller installer = builder().build();
        return installer
                .installed()
                .map(version -> new Installation(
                        version.version(), config.paths().installedProgram(service()), Installation.Change.UNCHANGED));
    }

    @Override
    public Installation install(InstallProgress.Listener listener) throws InterruptedException {
        BinaryInstaller installer = builder().listener(listener).build();
        if (choice.from != null) {
            return installer.install(choice.from);
        }
        // The newest release of now may be older than what is in place, when that was named by a tag.
        return release().tag().equals(ReleaseConfig.LATEST) && !choice.offline
                ? installer.update().installation()
                : installer.install();
    }

    @Override
    public String wanted(InstallProgress.Listener listener) throws InterruptedException {
        return builder().listener(listener).build().available();
    }

    @Override
    public Optional<Installation> rollBack() throws InterruptedException {
        BinaryInstaller installer = builder().build();
        return installer.previous().isPresent() ? Optional.of(installer.rollBack()) : Optional.empty();
    }

    private BinaryInstallerBuilder builder() {
        BinaryInstallerBuilder builder = BinaryInstaller.builder(config.paths().runtimeDirectory())
                .offline(choice.offline)
                .allowUnverified(choice.allowUnverified);
        try {
            builder.source(release());
        } catch (IllegalArgumentException unusable) {
            throw new UsageException(String.valueOf(unusable.getMessage()), unusable);
        }
        String token = System.getenv(TOKEN);
        return token == null || token.isBlank() ? builder : builder.token(Secret.of(token.strip()));
    }

    private ReleaseConfig release() {
        ReleaseConfig release = config.bootstrap().cliProxyApi();
        if (choice.repository != null) {
            release = release.withRepository(choice.repository);
        }
        return choice.tag == null ? release : release.withTag(choice.tag);
    }
}
