package dev.flowgate.process.install;

import dev.flowgate.json.JsonText;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A release as GitHub's API describes it (REST API, "Get a release by tag name").
 *
 * @param tag its tag
 * @param draft whether it is not published yet
 * @param assets its files
 */
record Release(String tag, boolean draft, List<Asset> assets) {
    private static final String SHA256 = "sha256:";

    /**
     * A file of a release.
     *
     * @param name its name
     * @param size its bytes; negative when that is not told
     * @param address where to fetch it
     * @param sha256 its digest; null when the API tells none, as for old files
     */
    record Asset(
            String name, long size, URI address, @Nullable String sha256) {}

    /** Reads the API's answer. */
    static Release read(String json) throws IOException {
        Map<String, @Nullable Object> members = JsonText.readObject(json);
        if (!(members.get("tag_name") instanceof String tag) || !(members.get("assets") instanceof List<?> list)) {
            throw new IOException("tag_name or assets is missing");
        }
        List<Asset> assets = new ArrayList<>();
        for (Object each : list) {
            if (each instanceof Map<?, ?> asset
                    && asset.get("name") instanceof String name
                    && asset.get("browser_download_url") instanceof String address) {
                assets.add(new Asset(name, size(asset), address(address), digest(asset)));
            }
        }
        return new Release(tag, Boolean.TRUE.equals(members.get("draft")), assets);
    }

    Optional<Asset> asset(String name) {
        return assets.stream().filter(asset -> asset.name().equals(name)).findFirst();
    }

    private static long size(Map<?, ?> asset) {
        return asset.get("size") instanceof Number size ? size.longValue() : -1;
    }

    private static URI address(String address) throws IOException {
        try {
            return URI.create(address);
        } catch (IllegalArgumentException invalid) {
            throw new IOException("browser_download_url is no address", invalid);
        }
    }

    private static @Nullable String digest(Map<?, ?> asset) {
        return asset.get("digest") instanceof String digest && digest.matches(SHA256 + "[0-9a-fA-F]{64}")
                ? digest.substring(SHA256.length()).toLowerCase(Locale.ROOT)
                : null;
    }
}
