package dev.flowgate.gateway;

import io.vertx.core.buffer.Buffer;

/** Remembers whether what has passed of an event stream ends with an empty line, that is between two events. */
final class EventBoundary {
    private static final int LF = '\n';
    private static final int CR = '\r';

    private int tail = (LF << 8) | LF;

    void passed(Buffer content) {
        for (int i = Math.max(0, content.length() - 4); i < content.length(); i++) {
            tail = (tail << 8) | (content.getByte(i) & 0xFF);
        }
    }

    boolean isMidEvent() {
        int last = tail & 0xFF;
        int before = (tail >>> 8) & 0xFF;
        boolean twoLineFeeds = last == LF && before == LF;
        boolean twoReturns = last == CR && before == CR;
        boolean twoPairs = tail == ((CR << 24) | (LF << 16) | (CR << 8) | LF);
        return !(twoLineFeeds || twoReturns || twoPairs);
    }
}
