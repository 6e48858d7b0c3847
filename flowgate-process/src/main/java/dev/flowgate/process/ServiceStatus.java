package dev.flowgate.process;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is known of a service at this moment, from its record and the operating system. */
public sealed interface ServiceStatus {
    /**
     * Returns whose status this is.
     *
     * @return the service's name
     */
    String service();

    /**
     * Nothing of it runs.
     *
     * @param service the service's name
     */
    record Stopped(String service) implements ServiceStatus {}

    /**
     * It is being started: a record was written, its process is not known yet.
     *
     * @param service the service's name
     */
    record Starting(String service) implements ServiceStatus {}

    /**
     * Its process runs and is verified to be the one that was started. Whether it is ready is another question.
     *
     * @param instance what runs
     * @param uptime for how long, by the operating system's account
     * @param ports the ports it was configured with; empty when it has none
     * @param configurationDigest the {@link ServiceSpec#digest() digest} of the configuration it was started with
     * @param stopping whether it was asked to stop and has not ended yet
     * @param host the process that it ends with, however that one ends; null when it outlives whoever started it
     */
    record Running(
            ServiceInstance instance,
            Duration uptime,
            List<Integer> ports,
            String configurationDigest,
            boolean stopping,
            @Nullable Long host)
            implements ServiceStatus {
        /** Copies the ports. */
        public Running {
            ports = List.copyOf(ports);
        }

        @Override
        public String service() {
            return instance.service();
        }
    }

    /**
     * It ended without being asked to.
     *
     * @param instance what ran
     * @param exit how it ended
     */
    record Crashed(ServiceInstance instance, ServiceExit exit) implements ServiceStatus {
        @Override
        public String service() {
            return instance.service();
        }
    }

    /**
     * It was ended because its host, the program that had started it to end with it, had ended.
     *
     * @param instance what ran
     * @param exit how it ended
     * @param host the process that was its host
     */
    record EndedWithHost(ServiceInstance instance, ServiceExit exit, long host) implements ServiceStatus {
        @Override
        public String service() {
            return instance.service();
        }
    }

    /**
     * It was to run to its end, and ended with exit code 0.
     *
     * @param instance what ran
     * @param exit when it ended
     */
    record Completed(ServiceInstance instance, ServiceExit exit) implements ServiceStatus {
        @Override
        public String service() {
            return instance.service();
        }
    }

    /**
     * Its record was written in another container, whose processes cannot be seen from here.
     *
     * @param service the service's name
     * @param reason what was found and what to do
     */
    record Foreign(String service, String reason) implements ServiceStatus {}

    /**
     * It cannot be told whether it runs. Starting and stopping it are refused until that is settled.
     *
     * @param service the service's name
     * @param reason what was found and what to do
     */
    record Unknown(String service, String reason) implements ServiceStatus {}
}
