package dev.flowgate.config;

/**
 * A key of a table.
 *
 * @param required whether the merged document must have it
 * @param description a sentence for people; of a refused key the reason, as it follows a colon
 */
record ContractKey(String name, Shape shape, boolean required, Support support, String description) {
    /** What is done with a key that a file may have. Every key of FlowGate's own part is honoured. */
    enum Support {
        /** It does what it does in LiteLLM. */
        HONOURED,
        /** It is read, and does something else than in LiteLLM; the documentation says what. */
        DIFFERS,
        /** It loads and stays in the document for LiteLLM; the embedded engine does not read it. */
        REFUSED
    }

    static ContractKey of(String name, Shape shape, String description) {
        return new ContractKey(name, shape, false, Support.HONOURED, description);
    }

    static ContractKey required(String name, Shape shape, String description) {
        return new ContractKey(name, shape, true, Support.HONOURED, description);
    }

    static ContractKey differs(String name, Shape shape, String description) {
        return new ContractKey(name, shape, false, Support.DIFFERS, description);
    }

    static ContractKey refused(String name, String reason) {
        return new ContractKey(name, Shape.Value.ANYTHING, false, Support.REFUSED, reason);
    }

    ContractKey asRequired() {
        return new ContractKey(name, shape, true, support, description);
    }

    boolean isRefused() {
        return support == Support.REFUSED;
    }
}
