package dev.flowgate.config;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code bootstrap}. */
final class BootstrapReader {
    /** In any case; it is kept in lower case. */
    private static final Pattern SHA256 = Pattern.compile("[0-9a-fA-F]{64}");

    private final Problems problems;

    BootstrapReader(Problems problems) {
        this.problems = problems;
    }

    BootstrapConfig read(Node.Mapping bootstrap) {
        Node.Mapping litellm = Values.mapping(bootstrap.get(ServiceConfig.LITELLM));
        return new BootstrapConfig(
                release(Values.mapping(bootstrap.get(ServiceConfig.CLIPROXYAPI_PLUS))),
                Values.text(litellm.get("python")));
    }

    private ReleaseConfig release(Node.Mapping release) {
        ReleaseConfig usual = ReleaseConfig.usual();
        URI api = Values.httpUri(release.get("api"));
        String repository = matching(
                release.get("repository"), ReleaseConfig.REPOSITORY, "owner and name, such as " + usual.repository());
        String tag = matching(release.get("tag"), ReleaseConfig.TAG, "a tag such as " + usual.tag() + ", or latest");
        String asset = matching(
                release.get("asset"),
                ReleaseConfig.ASSET,
                "a file name, in which {version}, {os} and {arch} may stand, such as"
                        + " CLIProxyAPI_{version}_{os}_{arch}.tar.gz");
        String digest = matching(release.get("sha256"), SHA256, "64 hexadecimal digits");
        if (digest != null && (tag == null || tag.equals(ReleaseConfig.LATEST))) {
            Node node = release.get("sha256");
            problems.error(
                    (node == null ? release : node).origin(),
                    "a digest belongs to one release, and `tag` names none",
                    "write the `tag` that it is the digest of");
        }
        return new ReleaseConfig(
                api == null ? usual.api() : withoutSlash(api),
                repository == null ? usual.repository() : repository,
                tag == null ? usualTag(usual, repository) : tag,
                asset,
                digest == null ? null : digest.toLowerCase(Locale.ROOT));
    }

    /** The tested release is one of the usual repository; of another, only the newest is sure to exist. */
    private static String usualTag(ReleaseConfig usual, @Nullable String repository) {
        return repository == null || repository.equals(usual.repository()) ? usual.tag() : ReleaseConfig.LATEST;
    }

    // As written: a digest can look like a number, and a tag can be one.
    private @Nullable String matching(@Nullable Node node, Pattern pattern, String expected) {
        String text = Values.written(node);
        if (node != null && text != null && !pattern.matcher(text).matches()) {
            problems.error(node.origin(), "must be " + expected + "; found " + Quote.value(text), null);
            return null;
        }
        return text;
    }

    private static URI withoutSlash(URI api) {
        String text = api.toString();
        return text.endsWith("/") ? URI.create(text.substring(0, text.length() - 1)) : api;
    }
}
