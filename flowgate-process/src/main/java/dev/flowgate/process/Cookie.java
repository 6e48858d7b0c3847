package dev.flowgate.process;

/** The variables by which a service and everything it starts can be recognised, whatever group or session it is in. */
final class Cookie {
    /** Holds the instance, a UUID: no two starts share it. */
    static final String INSTANCE = "FLOWGATE_INSTANCE";

    /** Holds the service's name, for messages. */
    static final String SERVICE = "FLOWGATE_SERVICE";

    private Cookie() {}
}
