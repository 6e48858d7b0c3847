package dev.flowgate.cli.output;

/** How results are written. */
public enum OutputFormat {
    /** For a person. */
    TEXT,
    /** Lines of {@code key=value} for scripts. */
    KV,
    /** One JSON document for scripts. */
    JSON
}
