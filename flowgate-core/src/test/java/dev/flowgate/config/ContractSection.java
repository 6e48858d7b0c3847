package dev.flowgate.config;

import dev.flowgate.config.Shape.Either;
import dev.flowgate.config.Shape.ListOf;
import dev.flowgate.config.Shape.MapOf;
import dev.flowgate.config.Shape.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A section of the LiteLLM part.
 *
 * @param title the title on the page about the configuration
 * @param place where its keys stand in the document, as it comes before them
 */
record ContractSection(String title, String place, Table table) {
    /** Together they have every key. */
    static final List<ContractSection> ALL = List.of(
            new ContractSection("Top level", "", LiteLlmContract.DOCUMENT),
            new ContractSection("`model_list[]`", "model_list[0].", LiteLlmContract.DEPLOYMENT),
            new ContractSection("`litellm_params`", "model_list[0].litellm_params.", LiteLlmContract.PARAMS),
            new ContractSection("`model_info`", "model_list[0].model_info.", LiteLlmContract.MODEL_INFO),
            new ContractSection("`router_settings`", "router_settings.", LiteLlmContract.ROUTER_SETTINGS),
            new ContractSection("`litellm_settings`", "litellm_settings.", LiteLlmContract.LITELLM_SETTINGS),
            new ContractSection("`general_settings`", "general_settings.", LiteLlmContract.GENERAL_SETTINGS));

    /**
     * A key and where it stands.
     *
     * @param path within the section, such as {@code routing_strategy_args.ttl}; NAME is a name that the user chooses
     * @param place within the document, such as {@code router_settings.routing_strategy_args.ttl}
     */
    record PlacedKey(ContractKey key, String path, String place) {
        /** Whether the key only holds other keys, which are listed on their own. */
        boolean isContainer() {
            return tableIn(key.shape()) != null;
        }
    }

    @Override
    public String toString() {
        return title;
    }

    List<PlacedKey> keys() {
        List<PlacedKey> keys = new ArrayList<>();
        add(table, "", keys);
        return keys;
    }

    private void add(Table from, String prefix, List<PlacedKey> keys) {
        for (ContractKey key : from.keys()) {
            String path = prefix + key.name();
            keys.add(new PlacedKey(key, path, place + path));
            Table inner = tableIn(key.shape());
            if (inner != null && ALL.stream().noneMatch(section -> section.table.equals(inner))) {
                add(inner, path + (key.shape() instanceof MapOf ? ".NAME." : "."), keys);
            }
        }
    }

    private static @Nullable Table tableIn(Shape shape) {
        if (shape instanceof Table table) {
            return table;
        }
        if (shape instanceof MapOf map) {
            return tableIn(map.value());
        }
        if (shape instanceof ListOf list) {
            return tableIn(list.item());
        }
        if (shape instanceof Either either) {
            return either.shapes().stream()
                    .map(ContractSection::tableIn)
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElse(null);
        }
        return null;
    }
}
