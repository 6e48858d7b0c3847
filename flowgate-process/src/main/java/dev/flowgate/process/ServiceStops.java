package dev.flowgate.process;

import java.util.ArrayList;
import java.util.List;

/** Stops several services for {@link Supervision}, whatever becomes of each. */
record ServiceStops(ServiceSupervisor services) {
    /**
     * Stops them in this order. An interrupt is kept for afterwards: what the host promised to end must not outlive it.
     *
     * @throws ProcessException with the first failure, the others suppressed, after every service was tried
     */
    void stopAll(List<WatchedService> watched) {
        boolean interrupted = Thread.interrupted();
        List<ProcessException> failures = new ArrayList<>();
        for (WatchedService service : watched) {
            try {
                stop(service.spec());
            } catch (ProcessException failure) {
                failures.add(failure);
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (!failures.isEmpty()) {
            ProcessException first = failures.get(0);
            failures.stream().skip(1).forEach(first::addSuppressed);
            throw first;
        }
    }

    private void stop(ServiceSpec spec) throws InterruptedException {
        if (services.stop(spec.name(), spec.stopTimeout()) instanceof StopResult.Failed failed) {
            throw new ProcessException(
                    spec.name() + " could not be stopped; still there: " + String.join(", ", failed.survivors())
                            + ". Stop it again, or end them by hand.",
                    new ProcessFailure.Leftovers(failed.survivors()));
        }
    }
}
