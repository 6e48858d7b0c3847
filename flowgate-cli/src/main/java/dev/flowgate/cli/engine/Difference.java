package dev.flowgate.cli.engine;

/**
 * Where two answers differ.
 *
 * @param path what differs: {@code status}, {@code header.NAME}, a path in {@code body} or in {@code event.TYPE},
 *     {@code events}, {@code end} or {@code upstream.requests}
 * @param litellm what LiteLLM has there
 * @param flowgate what the embedded engine has there
 */
record Difference(String path, String litellm, String flowgate) {
    static final String ABSENT = "absent";

    String text() {
        return path + ": LiteLLM has " + litellm + ", FlowGate has " + flowgate;
    }
}
