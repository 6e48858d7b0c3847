package dev.flowgate.process.install;

import dev.flowgate.config.ReleaseConfig;
import dev.flowgate.secret.Secret;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Describes a {@link BinaryInstaller}. Not safe for use by several threads. */
public final class BinaryInstallerBuilder {
    final Path runtimeDirectory;
    ReleaseConfig source = ReleaseConfig.usual();

    @Nullable Secret token;

    boolean offline;
    boolean allowUnverified;
    InstallProgress.Listener listener = InstallProgress.Listener.NONE;
    Duration lockWait = Duration.ofMinutes(10);
    Clock clock = Clock.systemUTC();
    Platform platform = Platform.current();
    HttpLimits httpLimits = HttpLimits.usual();
    UnpackingLimits unpackingLimits = UnpackingLimits.usual();
    Duration trialLimit = Duration.ofSeconds(20);

    BinaryInstallerBuilder(Path runtimeDirectory) {
        this.runtimeDirectory = runtimeDirectory;
    }

    private BinaryInstallerBuilder(BinaryInstallerBuilder other) {
        this(other.runtimeDirectory);
        source = other.source;
        token = other.token;
        offline = other.offline;
        allowUnverified = other.allowUnverified;
        listener = other.listener;
        lockWait = other.lockWait;
        clock = other.clock;
        platform = other.platform;
        httpLimits = other.httpLimits;
        unpackingLimits = other.unpackingLimits;
        trialLimit = other.trialLimit;
    }

    /**
     * Says which release is wanted.
     *
     * @param wanted the source; {@link ReleaseConfig#usual()} when this is not called
     * @return this builder
     * @throws IllegalArgumentException if its API could be listened to or changed on the way; the message says what is allowed
     */
    public BinaryInstallerBuilder source(ReleaseConfig wanted) {
        if (!SafeAddress.allows(wanted.api())) {
            throw new IllegalArgumentException(
                    "The release API must be an https address, or http to this machine, not: " + wanted.api());
        }
        source = wanted;
        return this;
    }

    /**
     * Gives a token for the release API, which raises its limit of requests and opens private repositories. It is sent to
     * the API's own server, and not to where that redirects.
     *
     * @param secret the token
     * @return this builder
     */
    public BinaryInstallerBuilder token(Secret secret) {
        token = secret;
        return this;
    }

    /**
     * Says whether there is to be no network: then only what was fetched or installed before is used.
     *
     * @param without whether to go without; not when this is not called
     * @return this builder
     */
    public BinaryInstallerBuilder offline(boolean without) {
        offline = without;
        return this;
    }

    /**
     * Says whether an archive is taken when nobody tells its checksum. One whose checksum is wrong never is.
     *
     * @param allowed whether it is; not when this is not called
     * @return this builder
     */
    public BinaryInstallerBuilder allowUnverified(boolean allowed) {
        allowUnverified = allowed;
        return this;
    }

    /**
     * Sets who is told how far an installation has come.
     *
     * @param told the listener; nobody when this is not called
     * @return this builder
     */
    public BinaryInstallerBuilder listener(InstallProgress.Listener told) {
        listener = told;
        return this;
    }

    /**
     * Sets how long to wait for another process that installs the same.
     *
     * @param limit the wait; ten minutes when this is not called
     * @return this builder
     */
    public BinaryInstallerBuilder lockWait(Duration limit) {
        lockWait = limit;
        return this;
    }

    /**
     * Sets what dates installations.
     *
     * @param dates the clock; the system's in UTC when this is not called
     * @return this builder
     */
    public BinaryInstallerBuilder clock(Clock dates) {
        clock = dates;
        return this;
    }

    BinaryInstallerBuilder platform(Platform machine) {
        platform = machine;
        return this;
    }

    BinaryInstallerBuilder httpLimits(HttpLimits limits) {
        httpLimits = limits;
        return this;
    }

    BinaryInstallerBuilder unpackingLimits(UnpackingLimits limits) {
        unpackingLimits = limits;
        return this;
    }

    BinaryInstallerBuilder trialLimit(Duration limit) {
        trialLimit = limit;
        return this;
    }

    /**
     * Creates the installer. Nothing is read, created or asked yet, and later calls of this builder do not change it.
     *
     * @return the installer
     */
    public BinaryInstaller build() {
        return new BinaryInstaller(new BinaryInstallerBuilder(this));
    }
}
