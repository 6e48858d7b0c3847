package dev.flowgate.process;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.flowgate.process.ServiceRecord.Desired;
import dev.flowgate.process.ServiceRecord.Ids;
import dev.flowgate.process.ServiceRecord.LastExit;
import dev.flowgate.process.ServiceRecord.StartedBy;
import dev.flowgate.process.ServiceRecord.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads {@code record.json}. Keys that it does not know are left out: a later version may add some. */
final class RecordReader {
    private static final JsonFactory JSON = new JsonFactory();

    /** Scalars by their path, such as {@code os.bootId}, and lists of scalars by theirs. */
    private final Map<String, String> values = new HashMap<>();

    private final Map<String, List<String>> lists = new HashMap<>();

    private RecordReader() {}

    /** What a record file contains. */
    sealed interface Reading {
        /** There is no file. */
        record Absent() implements Reading {}

        /** A record that this version understands. */
        record Present(ServiceRecord record) implements Reading {}

        /** Written by a later version: what it means is not known, so nothing may be done to the service. */
        record Newer(String schema) implements Reading {}

        /** No record at all: damaged, cut off or made by something else. */
        record Damaged() implements Reading {}
    }

    /**
     * Reads the record.
     *
     * @throws ProcessException if there is a file and it cannot be read
     */
    static Reading read(ServiceFolder folder) {
        return parse(content(folder), folder);
    }

    /**
     * Reads the record without understanding it; null when there is none.
     *
     * @throws ProcessException if there is a file and it cannot be read
     */
    static byte @Nullable [] content(ServiceFolder folder) {
        try {
            return Files.readAllBytes(folder.record());
        } catch (NoSuchFileException absent) {
            return null;
        } catch (IOException failed) {
            throw ServiceFolder.storage(
                    "The record of the service " + folder.service() + " cannot be read", folder.record(), failed);
        }
    }

    static Reading parse(byte @Nullable [] content, ServiceFolder folder) {
        return content == null ? new Reading.Absent() : new RecordReader().parse(content, folder.service());
    }

    private Reading parse(byte[] content, String service) {
        try (JsonParser json = JSON.createParser(content)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return new Reading.Damaged();
            }
            readObject(json, "");
            if (number("schema") > ServiceRecord.SCHEMA) {
                return new Reading.Newer(text("schema"));
            }
            ServiceRecord record = toRecord();
            return record.service().equals(service) ? new Reading.Present(record) : new Reading.Damaged();
        } catch (IOException | IllegalArgumentException | DateTimeException damaged) {
            return new Reading.Damaged();
        }
    }

    private void readObject(JsonParser json, String path) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String key = path + json.currentName();
            JsonToken token = json.nextToken();
            if (token == JsonToken.START_OBJECT) {
                readObject(json, key + ".");
            } else if (token == JsonToken.START_ARRAY) {
                readArray(json, key);
            } else if (token != null && token.isScalarValue()) {
                values.put(key, json.getText());
            }
        }
    }

    private void readArray(JsonParser json, String key) throws IOException {
        List<String> list = new ArrayList<>();
        for (JsonToken token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
            if (token == null) {
                return;
            }
            if (token.isScalarValue()) {
                list.add(json.getText());
            } else {
                json.skipChildren();
            }
        }
        lists.put(key, list);
    }

    private ServiceRecord toRecord() {
        String instance = text("instance");
        if (!UUID.fromString(instance).toString().equals(instance)) {
            throw new IllegalArgumentException("instance");
        }
        List<Integer> ports = new ArrayList<>();
        for (String port : lists.getOrDefault("ports", List.of())) {
            ports.add(Integer.valueOf(port));
        }
        return new ServiceRecord(
                text("service"),
                instance,
                State.valueOf(text("state").toUpperCase(Locale.ROOT)),
                Desired.valueOf(text("desired").toUpperCase(Locale.ROOT)),
                new PidSpace(text("os.bootId"), text("os.pidNs"), (int) number("os.clkTck")),
                ids(),
                text("exe"),
                text("argvSha256"),
                text("specSha256"),
                values.get("addressSha256"),
                text("cwd"),
                ports,
                lists.getOrDefault("envNames", List.of()),
                new StartedBy(
                        number("startedBy.pid"),
                        text("startedBy.user"),
                        text("startedBy.command"),
                        Boolean.parseBoolean(values.get("startedBy.host"))),
                Instant.parse(text("startedAt")),
                lastExit());
    }

    // A pid below 2 is nobody's service: signalled, it would mean init, everybody, or the caller's own group.
    private @Nullable Ids ids() {
        if (!values.containsKey("pid")) {
            return null;
        }
        Ids ids = new Ids(number("pid"), number("pgid"), number("shimPid"), number("os.startTicks"));
        if (ids.pid() < 2 || ids.group() < 2) {
            throw new IllegalArgumentException("pid");
        }
        return ids;
    }

    private @Nullable LastExit lastExit() {
        if (!values.containsKey("lastExit.at")) {
            return null;
        }
        Integer code = values.containsKey("lastExit.code") ? Integer.valueOf(text("lastExit.code")) : null;
        return new LastExit(code, Instant.parse(text("lastExit.at")), text("lastExit.observedBy"));
    }

    private String text(String key) {
        String value = values.get(key);
        if (value == null) {
            throw new IllegalArgumentException(key);
        }
        return value;
    }

    private long number(String key) {
        return Long.parseLong(text(key));
    }
}
