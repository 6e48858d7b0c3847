package dev.flowgate.cli.doctor;

import dev.flowgate.FlowGateException;
import dev.flowgate.process.ProcessException;
import dev.flowgate.process.ProcessFailure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs checks, and has them repair what they can. One that fails itself, or does not end, takes no other down. */
final class Doctor {
    /** Most checks read files; those that ask a program or a server wait for it, and not for the processor. */
    private static final int SIDE_BY_SIDE = 4;

    private final long limitMillis;

    Doctor() {
        this(TimeUnit.SECONDS.toMillis(10));
    }

    /**
     * Creates one.
     *
     * @param limitMillis how long all checks together may take
     */
    Doctor(long limitMillis) {
        this.limitMillis = limitMillis;
    }

    /** Looks, in the order of the checks, and changes nothing. */
    List<Diagnosis> examine(List<Check> checks, Examination examination) throws InterruptedException {
        return diagnoses(look(checks, examination), Map.of());
    }

    /** Looks, repairs what can be repaired without risk, and looks again. */
    List<Diagnosis> repair(List<Check> checks, Examination examination) throws InterruptedException {
        Map<Check, Finding> before = look(checks, examination);
        Map<Check, List<String>> fixed = new LinkedHashMap<>();
        Map<Check, Remark> failures = new LinkedHashMap<>();
        for (Map.Entry<Check, Finding> entry : before.entrySet()) {
            Finding finding = entry.getValue();
            if (finding.skipped() != null
                    || (finding.isPassed() && finding.warnings().isEmpty())) {
                continue;
            }
            try {
                fixed.put(entry.getKey(), entry.getKey().fix(examination));
            } catch (InterruptedException interrupted) {
                throw interrupted;
            } catch (Exception failure) {
                failures.put(
                        entry.getKey(), Remark.advised("Repair it by hand.", "the repair failed: " + said(failure)));
            }
        }
        boolean isChanged = fixed.values().stream().anyMatch(changes -> !changes.isEmpty()) || !failures.isEmpty();
        Map<Check, Finding> after = isChanged ? look(checks, examination) : before;
        failures.forEach((check, remark) -> after.computeIfPresent(check, (same, finding) -> {
            List<Remark> problems = new ArrayList<>(finding.problems());
            problems.add(remark);
            return new Finding(finding.details(), problems, finding.warnings(), null);
        }));
        return diagnoses(after, fixed);
    }

    private static List<Diagnosis> diagnoses(Map<Check, Finding> findings, Map<Check, List<String>> fixed) {
        List<Diagnosis> diagnoses = new ArrayList<>();
        findings.forEach((check, finding) ->
                diagnoses.add(new Diagnosis(check.name(), finding, fixed.getOrDefault(check, List.of()))));
        return diagnoses;
    }

    private Map<Check, Finding> look(List<Check> checks, Examination examination) throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(SIDE_BY_SIDE, Doctor::thread);
        try {
            Map<Check, Future<Finding>> running = new LinkedHashMap<>();
            for (Check check : checks) {
                running.put(check, threads.submit(() -> look(check, examination)));
            }
            long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limitMillis);
            Map<Check, Finding> findings = new LinkedHashMap<>();
            for (Map.Entry<Check, Future<Finding>> entry : running.entrySet()) {
                findings.put(entry.getKey(), await(entry.getValue(), deadline, again(entry.getKey(), examination)));
            }
            return findings;
        } finally {
            threads.shutdownNow();
        }
    }

    private static Finding look(Check check, Examination examination) throws Exception {
        return check.needsConfiguration() && examination.loaded() == null
                ? Finding.skipped("the configuration cannot be used")
                : check.look(examination);
    }

    private Finding await(Future<Finding> future, long deadline, String again) throws InterruptedException {
        try {
            return future.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            future.cancel(true);
            return failed("it did not end within " + limitMillis + " ms", again);
        } catch (ExecutionException failure) {
            Throwable cause = Objects.requireNonNullElse(failure.getCause(), failure);
            if (cause instanceof ProcessException process
                    && process.failure() instanceof ProcessFailure.Unsupported unsupported) {
                return Finding.skipped("services are not supervised on " + unsupported.operatingSystem());
            }
            return failed(said(cause), again);
        }
    }

    private static Finding failed(String why, String again) {
        return Finding.builder()
                .problem(Remark.advised(again, "the check itself failed: " + why))
                .build();
    }

    private static String again(Check check, Examination examination) {
        return "Run it by itself: " + examination.command() + " doctor --check " + check.name();
    }

    private static String said(Throwable failure) {
        String message = failure.getMessage();
        return failure instanceof FlowGateException && message != null
                ? message
                : failure.getClass().getSimpleName() + (message == null ? "" : ": " + message);
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "flowgate-doctor");
        thread.setDaemon(true);
        return thread;
    }
}
