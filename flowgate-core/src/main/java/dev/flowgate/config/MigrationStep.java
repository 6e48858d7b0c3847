package dev.flowgate.config;

import java.util.LinkedHashMap;
import java.util.Map;

/** The steps from older files to the present contract, in the order in which they are applied. */
enum MigrationStep {
    /** The first name of the list of secret files. */
    SECRETS("`secrets` is now `secret_files`") {
        @Override
        Node.Mapping apply(Node.Mapping root, Problems problems) {
            return rename(root, "secrets", "secret_files", this, problems);
        }
    },
    /** The service's name before CLIProxyAPIPlus. */
    CLIPROXYAPI("`services.cliproxyapi` is now `services.cliproxyapi_plus`") {
        @Override
        Node.Mapping apply(Node.Mapping root, Problems problems) {
            return inside(
                    root,
                    "services",
                    services -> rename(services, "cliproxyapi", ServiceConfig.CLIPROXYAPI_PLUS, this, problems));
        }
    },
    /** Auth providers at the root. */
    OAUTH("`oauth` is now `auth.providers`") {
        @Override
        Node.Mapping apply(Node.Mapping root, Problems problems) {
            Node.Entry oauth = root.entries().get("oauth");
            if (oauth == null) {
                return root;
            }
            problems.warning(oauth.key(), description(), HINT);
            return OauthMove.move(root, oauth, problems);
        }
    },
    /** The readiness path's first name. */
    HEALTH_PATH("`health_path` is now `readiness_path`") {
        @Override
        Node.Mapping apply(Node.Mapping root, Problems problems) {
            return inside(root, "services", services -> {
                Map<String, Node.Entry> entries = new LinkedHashMap<>(services.entries());
                entries.replaceAll((name, entry) -> entry.value() instanceof Node.Mapping service
                        ? new Node.Entry(entry.key(), rename(service, "health_path", "readiness_path", this, problems))
                        : entry);
                return services.with(entries);
            });
        }
    },
    /** The version's number itself. */
    VERSION("`config_version` is now 2") {
        @Override
        Node.Mapping apply(Node.Mapping root, Problems problems) {
            Node.Entry entry = root.entries().get("config_version");
            Long version = entry == null ? null : Values.whole(entry.value());
            if (entry == null || version == null || version != 1) {
                return root;
            }
            problems.warning(entry.key(), description(), HINT);
            Map<String, Node.Entry> entries = new LinkedHashMap<>(root.entries());
            Origin origin = entry.value().origin();
            entries.put("config_version", new Node.Entry(entry.key(), new Node.Scalar(origin, 2L, "2", true)));
            return root.with(entries);
        }
    };

    static final String HINT = "the old form still loads; `flowgate config migrate` rewrites the file";

    private final String description;

    MigrationStep(String description) {
        this.description = description;
    }

    /** What the step changes, in one clause. */
    String description() {
        return description;
    }

    /** Returns the document after this step, or the same document when there was nothing to do. */
    abstract Node.Mapping apply(Node.Mapping root, Problems problems);

    static Node.Mapping applyAll(Node.Mapping root, Problems problems) {
        Node.Mapping migrated = root;
        for (MigrationStep step : values()) {
            migrated = step.apply(migrated, problems);
        }
        return migrated;
    }

    private static Node.Mapping rename(
            Node.Mapping parent, String old, String now, MigrationStep step, Problems problems) {
        Node.Entry entry = parent.entries().get(old);
        if (entry == null) {
            return parent;
        }
        boolean both = parent.get(now) != null;
        if (both) {
            problems.warning(
                    entry.key(), "`" + old + "` is ignored, because its new form `" + now + "` is there too", HINT);
        } else {
            problems.warning(entry.key(), step.description(), HINT);
        }
        Map<String, Node.Entry> entries = new LinkedHashMap<>();
        parent.entries().forEach((key, value) -> {
            if (!key.equals(old)) {
                if (both || !key.equals(now)) {
                    entries.put(key, value);
                }
            } else if (!both) {
                entries.put(now, value);
            }
        });
        return parent.with(entries);
    }

    private static Node.Mapping inside(
            Node.Mapping root, String key, java.util.function.UnaryOperator<Node.Mapping> change) {
        Node.Entry entry = root.entries().get(key);
        if (entry == null || !(entry.value() instanceof Node.Mapping mapping)) {
            return root;
        }
        Node.Mapping changed = change.apply(mapping);
        Map<String, Node.Entry> entries = new LinkedHashMap<>(root.entries());
        entries.put(key, new Node.Entry(entry.key(), changed));
        return root.with(entries);
    }
}
