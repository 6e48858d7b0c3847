package dev.flowgate.cli;

/** How results are written. */
enum OutputFormat {
    /** For a person. */
    TEXT,
    /** Lines of {@code key=value} for scripts. */
    KV,
    /** One JSON document for scripts. */
    JSON
}
