package dev.flowgate.cli.bootstrap;

import dev.flowgate.cli.output.Flattened;
import dev.flowgate.cli.output.Report;
import dev.flowgate.cli.output.Style;
import dev.flowgate.process.install.Installation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What became of the programs. */
final class BootstrapReport implements Report {
    private final List<String> kv = new ArrayList<>();
    private final Map<String, Map<String, @Nullable Object>> json = new LinkedHashMap<>();
    private final List<Line> lines = new ArrayList<>();

    private record Line(boolean isGood, String text) {}

    /** Adds a program that is in place. */
    void addInstalled(String service, Installation installation) {
        kv.add(service + "=" + Flattened.value(installation.executable()));
        kv.add(service + "_version=" + installation.version());
        kv.add(service + "_change=" + word(installation));
        lines.add(new Line(
                true,
                service + " " + installation.version() + " " + spoken(installation) + ": "
                        + installation.executable()));
        put(service, "path", installation.executable().toString());
        put(service, "version", installation.version());
        put(service, "change", word(installation));
    }

    /** Adds that a version is the newest. */
    void addUpToDate(String service, String version) {
        kv.add(service + ":up_to_date current=" + version);
        lines.add(new Line(true, service + " " + version + " is up to date"));
        put(service, "version", version);
        put(service, "change", "unchanged");
    }

    /** Adds that there is another version, which was not installed. */
    void addAvailable(String service, @Nullable String current, String latest) {
        kv.add(service + ":update_available current=" + (current == null ? "none" : current) + " latest=" + latest);
        lines.add(new Line(
                true,
                service + " " + latest + " is available; "
                        + (current == null ? "none is installed" : "installed is " + current)));
        put(service, "version", current);
        put(service, "available", latest);
    }

    /** Adds that a version has taken the place of another one. */
    void addUpdated(String service, String version) {
        kv.add(service + ":updated version=" + version);
        lines.add(new Line(true, service + " was updated to " + version));
        put(service, "version", version);
        put(service, "change", "replaced");
    }

    /** Adds that the version before is in place again. */
    void addRolledBack(String service, String version) {
        kv.add(service + ":rolled_back version=" + version);
        lines.add(new Line(true, service + " is " + version + " again"));
        put(service, "version", version);
        put(service, "change", "rolled_back");
    }

    /** Adds that the service runs the version that is in place. */
    void addRestarted(String service, long pid) {
        kv.add(service + ":restarted pid=" + pid);
        lines.add(new Line(true, service + " was restarted, pid " + pid));
        put(service, "pid", pid);
    }

    private void put(String service, String member, @Nullable Object value) {
        json.computeIfAbsent(service, name -> new LinkedHashMap<>()).put(member, value);
    }

    private static String word(Installation installation) {
        return installation.change().name().toLowerCase(Locale.ROOT);
    }

    private static String spoken(Installation installation) {
        return switch (installation.change()) {
            case INSTALLED -> "is installed";
            case REPLACED -> "is installed in place of another version";
            case UNCHANGED -> "was in place already";
            case ROLLED_BACK -> "is in place again";
        };
    }

    @Override
    public List<String> text(Style style) {
        return lines.stream()
                .map(line -> style.mark(line.isGood()) + " " + line.text())
                .toList();
    }

    @Override
    public List<String> kv() {
        return List.copyOf(kv);
    }

    @Override
    public Object json() {
        return json;
    }
}
