package dev.flowgate.process;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.flowgate.file.AtomicFile;
import dev.flowgate.process.ServiceRecord.Ids;
import dev.flowgate.process.ServiceRecord.LastExit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** Writes {@code record.json}. A reader sees the old record or the new one, never a part. */
final class RecordWriter {
    private static final JsonFactory JSON = new JsonFactory();

    private RecordWriter() {}

    static void write(ServiceFolder folder, ServiceRecord record) {
        try {
            AtomicFile.write(folder.record(), toJson(record, folder));
        } catch (IOException failed) {
            throw ServiceFolder.storage(
                    "The record of the service " + folder.service() + " cannot be written", folder.record(), failed);
        }
    }

    private static byte[] toJson(ServiceRecord record, ServiceFolder folder) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeNumberField("schema", ServiceRecord.SCHEMA);
            json.writeStringField("service", record.service());
            json.writeStringField("instance", record.instance());
            json.writeStringField("state", record.state().name().toLowerCase(Locale.ROOT));
            json.writeStringField("desired", record.desired().name().toLowerCase(Locale.ROOT));
            writeProcess(json, record);
            json.writeStringField("exe", record.executable());
            json.writeStringField("argvSha256", record.argvDigest());
            json.writeStringField("specSha256", record.specDigest());
            if (record.addressDigest() != null) {
                json.writeStringField("addressSha256", record.addressDigest());
            }
            json.writeStringField("cwd", record.workingDirectory());
            json.writeArrayFieldStart("ports");
            for (int port : record.ports()) {
                json.writeNumber(port);
            }
            json.writeEndArray();
            json.writeStringField("log", folder.log().toString());
            writeNames(json, record.environmentNames());
            json.writeObjectFieldStart("startedBy");
            json.writeNumberField("pid", record.startedBy().pid());
            json.writeStringField("user", record.startedBy().user());
            json.writeStringField("command", record.startedBy().command());
            if (record.startedBy().isHost()) {
                json.writeBooleanField("host", true);
            }
            json.writeEndObject();
            json.writeStringField("startedAt", record.startedAt().toString());
            LastExit exit = record.lastExit();
            if (exit != null) {
                writeExit(json, exit);
            }
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private static void writeProcess(JsonGenerator json, ServiceRecord record) throws IOException {
        Ids ids = record.process();
        if (ids != null) {
            json.writeNumberField("pid", ids.pid());
            json.writeNumberField("pgid", ids.group());
            json.writeNumberField("shimPid", ids.shim());
        }
        json.writeObjectFieldStart("os");
        json.writeStringField("platform", "linux");
        json.writeStringField("bootId", record.os().bootId());
        json.writeStringField("pidNs", record.os().pidNamespace());
        json.writeNumberField("clkTck", record.os().ticksPerSecond());
        if (ids != null) {
            json.writeNumberField("startTicks", ids.startTicks());
        }
        json.writeEndObject();
    }

    private static void writeNames(JsonGenerator json, List<String> names) throws IOException {
        json.writeArrayFieldStart("envNames");
        for (String name : names) {
            json.writeString(name);
        }
        json.writeEndArray();
    }

    private static void writeExit(JsonGenerator json, LastExit exit) throws IOException {
        json.writeObjectFieldStart("lastExit");
        if (exit.code() != null) {
            json.writeNumberField("code", exit.code());
            int signal = exit.exit().signal().orElse(0);
            if (signal > 0) {
                json.writeNumberField("signal", signal);
            }
        }
        json.writeStringField("at", exit.at().toString());
        json.writeStringField("observedBy", exit.observedBy());
        json.writeEndObject();
    }
}
