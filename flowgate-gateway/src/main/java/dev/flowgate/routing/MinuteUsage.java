package dev.flowgate.routing;

/** The requests and tokens of one deployment in the current minute. Safe for use by many threads. */
final class MinuteUsage {
    private long minute;
    private long requests;
    private long tokens;

    /** Counts a request unless the minute has had as many as it may: two threads never count one too many. */
    synchronized boolean tryCount(long now, long limit) {
        roll(now);
        if (requests >= limit) {
            return false;
        }
        requests++;
        return true;
    }

    /** Counts the tokens of an answer, in the minute in which it is complete. */
    synchronized void add(long now, long used) {
        roll(now);
        tokens += used;
    }

    synchronized long requests(long now) {
        roll(now);
        return requests;
    }

    synchronized long tokens(long now) {
        roll(now);
        return tokens;
    }

    private void roll(long now) {
        // A thread that read the time before another one must not open the minute that is over again.
        if (now > minute) {
            minute = now;
            requests = 0;
            tokens = 0;
        }
    }
}
