package dev.flowgate.profile;

import dev.flowgate.FlowGateException;
import dev.flowgate.config.ConfigException;
import dev.flowgate.config.FlowGateConfig;
import dev.flowgate.config.PathsConfig;
import dev.flowgate.event.FlowGateEvent;
import dev.flowgate.file.AtomicFile;
import dev.flowgate.file.FilePermissions;
import dev.flowgate.file.ProcessLock;
import dev.flowgate.json.JsonText;
import dev.flowgate.secret.SecretException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/**
 * Makes a profile the active one: writes the LiteLLM configuration that it makes ({@code paths.active_config}) and then
 * the state that names it ({@code paths.state_file}).
 *
 * <p>Each file is replaced whole. The state is written last and carries the checksum of the configuration that belongs to
 * it, so that a switch that was cut off between the two is recognised ({@link #isComplete}) and made good by setting
 * the profile again. Several processes may set profiles at once; they take turns.
 */
public final class ProfileActivator {
    private static final String PREFERRED_DEFAULT = "balanced";
    /** Two files take milliseconds to write. */
    private static final Duration LOCK_LIMIT = Duration.ofSeconds(10);

    private final Clock clock;
    private final Consumer<FlowGateEvent> events;

    /**
     * Creates an activator.
     *
     * @param clock gives the time that is written into the state
     * @param events told of every switch
     */
    public ProfileActivator(Clock clock, Consumer<FlowGateEvent> events) {
        this.clock = clock;
        this.events = events;
    }

    /**
     * Makes a profile the active one.
     *
     * @param config the configuration that holds the profile
     * @param profile the profile's name
     * @return what the state file says now
     * @throws ConfigException if there is no such profile; the message names those there are
     * @throws SecretException if a credential file that the profile refers to is missing or empty
     * @throws FlowGateException if the files cannot be written; the profile that was active still is
     */
    public ProfileState activate(FlowGateConfig config, String profile) {
        byte[] document = document(config, profile);
        String now = Instant.now(clock).truncatedTo(ChronoUnit.MILLIS).toString();
        ProfileState state = new ProfileState(profile, now, checksum(document));
        PathsConfig paths = config.paths();
        try {
            write(paths, document, state);
        } catch (IOException failure) {
            events.accept(switched(profile).withResult("failed").withDetail("The profile's files cannot be written."));
            throw new FlowGateException(
                    "Profile " + profile + " cannot be made active: " + paths.activeConfig() + " or "
                            + paths.stateFile()
                            + " cannot be written (" + failure.getMessage()
                            + "). Check the folder's permissions and the free space.",
                    failure);
        }
        events.accept(switched(profile).withResult("success"));
        return state;
    }

    /**
     * Returns the profile to use: the active one if the configuration still has it, else {@code balanced} if there is
     * one, else the first.
     *
     * @param config the configuration
     * @return the profile's name
     * @throws FlowGateException if the state file is there but cannot be understood
     */
    public static String currentOrDefault(FlowGateConfig config) {
        Optional<String> current = ProfileState.read(config.paths().stateFile()).map(ProfileState::currentProfile);
        Set<String> names = config.profiles().keySet();
        if (current.isPresent() && names.contains(current.get())) {
            return current.get();
        }
        return names.contains(PREFERRED_DEFAULT)
                ? PREFERRED_DEFAULT
                : names.iterator().next();
    }

    /**
     * Tells whether the active configuration is the one the state speaks of.
     *
     * @param paths where both lie
     * @param state the state
     * @return false when a switch was cut off in between, or the active configuration was changed or removed since
     * @throws FlowGateException if the active configuration cannot be read
     */
    public static boolean isComplete(PathsConfig paths, ProfileState state) {
        try {
            byte[] document = Files.readAllBytes(paths.activeConfig());
            return state.activeConfigChecksum() == null
                    || state.activeConfigChecksum().equals(checksum(document));
        } catch (NoSuchFileException absent) {
            return false;
        } catch (IOException failure) {
            throw new FlowGateException(
                    "Active configuration " + paths.activeConfig() + " cannot be read: " + failure.getMessage(),
                    failure);
        }
    }

    /**
     * Tells whether the profile's files say what the configuration says now, so that setting the profile again would
     * change nothing.
     *
     * @param config the configuration
     * @param state the state
     * @return false when the configuration has changed since the profile was set, or the active configuration has
     */
    public static boolean isCurrent(FlowGateConfig config, ProfileState state) {
        return isComplete(config.paths(), state)
                && checksum(document(config, state.currentProfile())).equals(state.activeConfigChecksum());
    }

    private static byte[] document(FlowGateConfig config, String profile) {
        return (JsonText.canonical(config.activeDocument(profile)) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private void write(PathsConfig paths, byte[] document, ProfileState state) throws IOException {
        FilePermissions.createPrivateFolder(paths.runtimeDirectory());
        try (ProcessLock lock = lock(paths.runtimeDirectory().resolve("profile.lock"))) {
            AtomicFile.write(paths.activeConfig(), document);
            AtomicFile.write(paths.stateFile(), state.toJson() + "\n");
        }
    }

    private ProcessLock lock(Path file) throws IOException {
        try {
            return ProcessLock.acquire(file, "switching the profile", clock, LOCK_LIMIT)
                    .orElseThrow(() -> new IOException(file + " is held by " + ProcessLock.holder(file)));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted at " + file);
        }
    }

    private static FlowGateEvent switched(String profile) {
        return FlowGateEvent.of("profile_switch").withProfile(profile);
    }

    /** Enough to notice a switch that was cut off; nobody is to be kept from forging it. */
    private static String checksum(byte[] content) {
        CRC32C checksum = new CRC32C();
        checksum.update(content);
        return HexFormat.of().toHexDigits((int) checksum.getValue());
    }
}
