package dev.flowgate.process;

/** How a start went well. A start that did not is a {@link ProcessException}. */
public sealed interface StartResult {
    /**
     * Returns the service that runs now.
     *
     * @return the instance
     */
    ServiceInstance instance();

    /**
     * This call started the service.
     *
     * @param instance the new instance
     */
    record Started(ServiceInstance instance) implements StartResult {}

    /**
     * The service ran before this call, and goes on.
     *
     * @param instance the instance that runs
     * @param sameConfiguration false when it was started with another configuration than the one asked for now
     */
    record AlreadyRunning(ServiceInstance instance, boolean sameConfiguration) implements StartResult {}
}
