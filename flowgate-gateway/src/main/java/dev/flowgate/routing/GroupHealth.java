package dev.flowgate.routing;

/**
 * How many deployments of a model group can answer now.
 *
 * @param group the group's name
 * @param healthy those that can
 * @param cooling those that are left alone for a while
 * @param unusable those that cannot be used as configured
 */
public record GroupHealth(String group, int healthy, int cooling, int unusable) {}
