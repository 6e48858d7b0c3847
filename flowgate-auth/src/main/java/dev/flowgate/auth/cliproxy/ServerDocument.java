package dev.flowgate.auth.cliproxy;

import dev.flowgate.auth.spi.AuthException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Gets the text and the document of the server's configuration from its file. */
final class ServerDocument {
    private static final int LARGEST = 1024 * 1024;

    private ServerDocument() {}

    /** Returns the file's document; empty when there is no file. */
    static Optional<Map<?, ?>> read(Path file) {
        return text(file).map(text -> parse(file, text));
    }

    /** Returns the file's text; empty when there is no file. */
    static Optional<String> text(Path file) {
        try (var in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(LARGEST + 1);
            if (content.length > LARGEST) {
                throw new AuthException(file + " is larger than " + LARGEST
                        + " bytes, which is too much for a configuration of CLIProxyAPI.");
            }
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString());
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        } catch (CharacterCodingException binary) {
            throw malformed(file);
        } catch (IOException failure) {
            throw new AuthException(
                    "The configuration of CLIProxyAPI, " + file
                            + ", cannot be read. Check its permissions: it names the folder of the credentials.",
                    failure);
        }
    }

    /** Returns a text's document; an empty one is the empty map. */
    static Map<?, ?> parse(Path file, String text) {
        Object document;
        try {
            document = new Load(settings()).loadFromString(text);
        } catch (YamlEngineException | IllegalArgumentException | IndexOutOfBoundsException malformed) {
            // The parser's text quotes the file, where API keys stand: it is not passed on.
            throw malformed(file);
        }
        if (document == null) {
            return Map.of();
        }
        if (document instanceof Map<?, ?> map) {
            return map;
        }
        throw new AuthException(file + " is no configuration of CLIProxyAPI: it must be a map of keys and values.");
    }

    static LoadSettings settings() {
        return LoadSettings.builder().setCodePointLimit(LARGEST).build();
    }

    private static AuthException malformed(Path file) {
        return new AuthException(file + " is not valid YAML, so CLIProxyAPI cannot use it either. Correct the file.");
    }
}
