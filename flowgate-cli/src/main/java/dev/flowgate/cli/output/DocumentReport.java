package dev.flowgate.cli.output;

import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/** A document: YAML for a person, {@code key.path=value} lines or JSON for a script. */
public record DocumentReport(Map<String, ?> document) implements Report {
    @Override
    public List<String> text(Style style) {
        DumpSettings settings = DumpSettings.builder()
                .setDefaultFlowStyle(FlowStyle.BLOCK)
                .setIndicatorIndent(2)
                .setIndentWithIndicator(true)
                .setWidth(120)
                .build();
        return new Dump(settings).dumpToString(document).lines().toList();
    }

    @Override
    public List<String> kv() {
        return Flattened.lines(document);
    }

    @Override
    public Object json() {
        return document;
    }
}
