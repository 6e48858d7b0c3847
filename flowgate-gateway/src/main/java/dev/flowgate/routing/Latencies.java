package dev.flowgate.routing;

/**
 * The latest latencies of one deployment, in seconds for a token. Safe for use by many threads. The newest are kept;
 * LiteLLM keeps the oldest and replaces the last.
 */
final class Latencies {
    private double[] seconds = new double[0];
    private long[] times = new long[0];
    private int next;
    private int count;

    /**
     * Adds one.
     *
     * @param most how many to keep, at least 1; another number than before forgets those that were kept
     */
    synchronized void add(double latency, long nanoTime, int most) {
        if (seconds.length != most) {
            seconds = new double[most];
            times = new long[most];
            next = 0;
            count = 0;
        }
        seconds[next] = latency;
        times[next] = nanoTime;
        next = (next + 1) % most;
        count = Math.min(count + 1, most);
    }

    /** Returns the mean of those that still count; 0 when there is none, so that the unused are tried first. */
    synchronized double mean(long nanoTime, long ttlNanos) {
        double sum = 0;
        int fresh = 0;
        for (int i = 0; i < count; i++) {
            if (nanoTime - times[i] < ttlNanos) {
                sum += seconds[i];
                fresh++;
            }
        }
        return fresh == 0 ? 0 : sum / fresh;
    }
}
