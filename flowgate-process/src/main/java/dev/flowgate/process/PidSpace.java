package dev.flowgate.process;

/**
 * Where process ids were given out.
 *
 * @param bootId tells this run of the kernel from others
 * @param pidNamespace tells this container from others
 * @param ticksPerSecond the unit of start times
 */
record PidSpace(String bootId, String pidNamespace, int ticksPerSecond) {}
