package dev.flowgate.process;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is written down of a service that was started, in {@code record.json}. It holds names of variables and digests
 * of arguments, never values.
 *
 * @param service the service's name
 * @param instance tells this run from others; a UUID
 * @param state how far it has come
 * @param desired what it was last asked to be
 * @param os where and when its process came to be
 * @param process its processes; null until the shim has told them
 * @param executable the program, resolved
 * @param argvDigest of the whole command line
 * @param specDigest of the configuration
 * @param addressDigest of where it listens and answers; null in a record of a version that did not write it
 * @param workingDirectory where it runs
 * @param ports the ports it was configured with
 * @param environmentNames the names of the variables it got
 * @param startedBy who started it
 * @param startedAt when
 * @param lastExit how it ended; null while it runs
 */
record ServiceRecord(
        String service,
        String instance,
        State state,
        Desired desired,
        PidSpace os,
        @Nullable Ids process,
        String executable,
        String argvDigest,
        String specDigest,
        @Nullable String addressDigest,
        String workingDirectory,
        List<Integer> ports,
        List<String> environmentNames,
        StartedBy startedBy,
        Instant startedAt,
        @Nullable LastExit lastExit) {

    static final int SCHEMA = 1;

    enum State {
        STARTING,
        RUNNING,
        STOPPING,
        EXITED
    }

    enum Desired {
        /** To run until somebody stops it. */
        UP,
        /** To end. */
        DOWN,
        /** To run once, to its own end. */
        DONE
    }

    record Ids(long pid, long group, long shim, long startTicks) {}

    /** Who started it; a host is a program that it is to end with. */
    record StartedBy(long pid, String user, String command, boolean isHost) {
        StartedBy(long pid, String user, String command) {
            this(pid, user, command, false);
        }
    }

    record LastExit(@Nullable Integer code, Instant at, String observedBy) {
        ServiceExit exit() {
            return new ServiceExit(code, at);
        }
    }

    /** Tells whether a configuration has the service listen and answer where this instance was told to. */
    boolean hasAddressOf(ServiceSpec spec) {
        return addressDigest == null ? ports.equals(ports(spec)) : addressDigest.equals(SpecDigest.ofAddress(spec));
    }

    /** Returns the ports of a configuration. */
    static List<Integer> ports(ServiceSpec spec) {
        return spec.port() == 0 ? List.of() : List.of(spec.port());
    }

    ServiceRecord running(Ids ids) {
        return with(State.RUNNING, desired, ids, null);
    }

    ServiceRecord stopping() {
        return with(State.STOPPING, Desired.DOWN, process, lastExit);
    }

    /** Takes the wish to end it back. */
    ServiceRecord resumed() {
        return with(State.RUNNING, Desired.UP, process, null);
    }

    ServiceRecord exited(LastExit exit) {
        return with(State.EXITED, desired, process, exit);
    }

    /** Notes that it was ended because its host had ended, which nobody is to make up for. */
    ServiceRecord endedWithHost(LastExit exit) {
        return with(State.EXITED, Desired.DOWN, process, exit);
    }

    /** Tells whether it was ended because its host had ended. */
    boolean hasEndedWithHost() {
        return state == State.EXITED && desired == Desired.DOWN && startedBy.isHost();
    }

    /** Tells whether it was to run to its own end and has done so. */
    boolean isCompleted() {
        return desired == Desired.DONE && lastExit != null && lastExit.code() != null && lastExit.code() == 0;
    }

    /** Returns the process of the service for callers; one is known in every state but {@link State#STARTING}. */
    ServiceInstance toInstance(Path log) {
        return new ServiceInstance(
                service, UUID.fromString(instance), process == null ? 0 : process.pid(), startedAt, log);
    }

    private ServiceRecord with(State newState, Desired newDesired, @Nullable Ids ids, @Nullable LastExit exit) {
        return new ServiceRecord(
                service,
                instance,
                newState,
                newDesired,
                os,
                ids,
                executable,
                argvDigest,
                specDigest,
                addressDigest,
                workingDirectory,
                ports,
                environmentNames,
                startedBy,
                startedAt,
                exit);
    }
}
