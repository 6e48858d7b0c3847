package dev.flowgate.process;

/** What an {@link ServiceSupervisor#adopt adoption} came to. */
public sealed interface AdoptResult {
    /**
     * The service is looked after again, as if it had been started just so.
     *
     * @param instance what runs
     */
    record Adopted(ServiceInstance instance) implements AdoptResult {}

    /**
     * Its record was in order: there was nothing to do.
     *
     * @param instance what runs
     */
    record AlreadyKnown(ServiceInstance instance) implements AdoptResult {}

    /** Nothing of it runs. */
    record NothingRuns() implements AdoptResult {}
}
