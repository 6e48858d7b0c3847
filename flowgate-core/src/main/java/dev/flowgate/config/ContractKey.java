package dev.flowgate.config;

/**
 * A key of a table.
 *
 * @param required whether the merged document must have it
 * @param honoured whether the embedded engine does what it says
 */
record ContractKey(String name, Shape shape, boolean required, boolean honoured, String description) {
    static ContractKey of(String name, Shape shape, String description) {
        return new ContractKey(name, shape, false, true, description);
    }

    static ContractKey required(String name, Shape shape, String description) {
        return new ContractKey(name, shape, true, true, description);
    }

    /** A key of LiteLLM that loads and stays in the document, and that the embedded engine does not honour yet. */
    static ContractKey foreign(String name) {
        return new ContractKey(
                name, Shape.Value.ANYTHING, false, false, "Read by LiteLLM; not by the embedded engine yet.");
    }
}
