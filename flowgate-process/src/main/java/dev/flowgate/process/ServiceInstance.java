package dev.flowgate.process;

import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;

/**
 * One run of a service, from its start to its end.
 *
 * @param service the service's name
 * @param id tells this run from every other one
 * @param pid the process that the service's command became; 0 when it ended before it was known
 * @param startedAt when it was started
 * @param logFile where its standard output and standard error go
 */
public record ServiceInstance(String service, UUID id, long pid, Instant startedAt, Path logFile) {}
