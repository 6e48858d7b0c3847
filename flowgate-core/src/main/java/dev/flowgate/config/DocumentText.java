package dev.flowgate.config;

import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/** Writes a document anew: JSON when it was written in braces, YAML otherwise. */
final class DocumentText {
    private DocumentText() {}

    static String of(Node.Mapping document) {
        if (document.flow()) {
            return JsonText.of(Plain.map(document));
        }
        DumpSettings settings = DumpSettings.builder()
                .setDefaultFlowStyle(FlowStyle.BLOCK)
                .setDereferenceAliases(true)
                .setWidth(Integer.MAX_VALUE)
                .build();
        return new Dump(settings).dumpToString(Plain.map(document));
    }
}
