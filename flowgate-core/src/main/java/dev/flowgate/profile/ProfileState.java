package dev.flowgate.profile;

import dev.flowgate.FlowGateException;
import dev.flowgate.json.JsonText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What {@code state.json} says: which profile is active.
 *
 * @param currentProfile the active profile's name
 * @param updatedAt when it became active (ISO 8601), as the file says it
 * @param activeConfigChecksum the CRC-32C (RFC 3720) of the active configuration that belongs to it, in hex; null in files that
 *     were written without one
 */
public record ProfileState(
        String currentProfile, String updatedAt, @Nullable String activeConfigChecksum) {
    private static final String PROFILE = "current_profile";
    private static final String UPDATED_AT = "updated_at";
    private static final String CHECKSUM = "active_config_crc32c";

    /**
     * Reads the state.
     *
     * @param stateFile the file
     * @return the state; empty when no profile was ever set
     * @throws FlowGateException if the file is there but cannot be read or understood
     */
    public static Optional<ProfileState> read(Path stateFile) {
        try {
            Map<String, @Nullable Object> members = JsonText.readObject(Files.readString(stateFile));
            if (members.get(PROFILE) instanceof String profile && !profile.isBlank()) {
                String updatedAt = members.get(UPDATED_AT) instanceof String time ? time : "unknown";
                String checksum = members.get(CHECKSUM) instanceof String hex ? hex : null;
                return Optional.of(new ProfileState(profile, updatedAt, checksum));
            }
            throw unusable(stateFile, "it names no " + PROFILE, null);
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        } catch (IOException failure) {
            throw unusable(stateFile, "it is not a readable JSON object", failure);
        }
    }

    /**
     * Returns the state as its file holds it.
     *
     * @return the JSON text
     */
    String toJson() {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put(PROFILE, currentProfile);
        members.put(UPDATED_AT, updatedAt);
        if (activeConfigChecksum != null) {
            members.put(CHECKSUM, activeConfigChecksum);
        }
        return JsonText.canonical(members);
    }

    private static FlowGateException unusable(Path file, String why, @Nullable IOException cause) {
        return new FlowGateException(
                "State file " + file + " cannot be used: " + why
                        + ". Set the profile again (flowgate profile set NAME) to write a new one.",
                cause);
    }
}
