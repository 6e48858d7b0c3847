package dev.flowgate.auth.imports;

import dev.flowgate.auth.spi.AuthException;
import dev.flowgate.auth.time.Timestamp;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The members of a JSON object in another program's file. A null and a blank text count as missing. Every failure is an
 * {@link AuthException} that names the file and the member, and says how to get a proper file; it never tells a value.
 */
final class SourceMembers {
    private final Path source;
    private final OtherProgram program;
    private final String prefix;
    private final Map<?, ?> members;

    private SourceMembers(Path source, OtherProgram program, String prefix, Map<?, ?> members) {
        this.source = source;
        this.program = program;
        this.prefix = prefix;
        this.members = members;
    }

    static SourceMembers read(Path source, OtherProgram program) throws IOException {
        try {
            Map<String, @Nullable Object> members = JsonObjectFile.read(source, JsonObjectFile.CREDENTIALS);
            return new SourceMembers(source, program, "", members);
        } catch (UnusableFileException unusable) {
            throw new AuthException(source + " " + unusable.getMessage() + ". " + program.whenMissing());
        }
    }

    boolean has(String name) {
        return members.get(name) != null;
    }

    Optional<String> text(String name) {
        Object value = members.get(name);
        if (value == null) {
            return Optional.empty();
        }
        if (!(value instanceof String text)) {
            throw wrong(name, "a text");
        }
        return Optional.of(text.strip()).filter(stripped -> !stripped.isEmpty());
    }

    String requiredText(String name) {
        return text(name).orElseThrow(() -> missing(name));
    }

    /** Reads a point in time as RFC 3339, section 5.6, writes it. */
    Optional<Instant> timestamp(String name) {
        return text(name).map(text -> Timestamp.parse(text).orElseThrow(() -> wrong(name, "a date and time")));
    }

    /** Reads a point in time in milliseconds since 1970. */
    Optional<Instant> milliseconds(String name) {
        Object value = members.get(name);
        if (value == null) {
            return Optional.empty();
        }
        if (!(value instanceof Number number)) {
            throw wrong(name, "a time in milliseconds since 1970");
        }
        return Optional.of(
                Timestamp.ofMilliseconds(number).orElseThrow(() -> wrong(name, "a time in milliseconds since 1970")));
    }

    SourceMembers requiredObject(String name) {
        Object value = members.get(name);
        if (value == null) {
            throw missing(name);
        }
        if (!(value instanceof Map<?, ?> object)) {
            throw wrong(name, "an object");
        }
        return new SourceMembers(source, program, prefix + name + ".", object);
    }

    /** Returns the members that are objects, in order. */
    Map<String, SourceMembers> objects() {
        var objects = new LinkedHashMap<String, SourceMembers>();
        for (String name : names()) {
            if (members.get(name) instanceof Map<?, ?>) {
                objects.put(name, requiredObject(name));
            }
        }
        return objects;
    }

    AuthException missing(String name) {
        return new AuthException(source + " holds no login of " + program.name() + ": " + prefix + name
                + " is missing or empty. " + program.whenMissing());
    }

    private List<String> names() {
        return members.keySet().stream().map(String::valueOf).toList();
    }

    private AuthException wrong(String name, String expected) {
        return new AuthException(source + " holds no login of " + program.name() + ": " + prefix + name + " is not "
                + expected + ". " + program.whenMissing());
    }
}
