package dev.flowgate.process.install;

/**
 * What came of a look for a newer release.
 *
 * @param installation what is in place now
 * @param available the version that the release server offers, whether it was newer or not
 */
public record BinaryUpdate(Installation installation, String available) {}
