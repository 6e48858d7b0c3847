package dev.flowgate.process.install;

/**
 * From where on an archive counts as a bomb. Real ones grow three or four times, to some 85 MB.
 *
 * @param bytes how many bytes it may unpack to
 * @param ratio how many times its own size that may be, once it is more than {@code free}
 * @param free how many bytes are believed whatever the ratio
 * @param entries how many entries it may have
 */
record UnpackingLimits(long bytes, long ratio, long free, int entries) {
    private static final long MIB = 1L << 20;

    static UnpackingLimits usual() {
        return new UnpackingLimits(512 * MIB, 50, MIB, 1000);
    }

    /** Returns how many bytes an archive of a size may unpack to. */
    long grown(long size) {
        return Math.max(free, size * ratio);
    }
}
