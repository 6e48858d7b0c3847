package dev.flowgate.gateway;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.util.IdentityHashMap;

/**
 * Closes connections that stay open without a request, among them those whose headers never come to an end. A request
 * under way has its own limits.
 */
final class ConnectionWatch implements Handler<HttpServerRequest> {
    private final Deadlines deadlines;
    private final long idleNanos;
    private final Handler<HttpServerRequest> next;
    private final IdentityHashMap<HttpConnection, Idle> open = new IdentityHashMap<>();

    ConnectionWatch(Deadlines deadlines, long idleNanos, Handler<HttpServerRequest> next) {
        this.deadlines = deadlines;
        this.idleNanos = idleNanos;
        this.next = next;
    }

    private static final class Idle extends Deadlines.Deadline {
        private final HttpConnection connection;
        private int running;

        Idle(HttpConnection connection) {
            this.connection = connection;
        }

        @Override
        void expired() {
            connection.close();
        }
    }

    void opened(HttpConnection connection) {
        Idle idle = new Idle(connection);
        open.put(connection, idle);
        deadlines.set(idle, idleNanos);
        // A client that resets its connection is reported to its request; it is nothing to log.
        connection.exceptionHandler(broken -> {});
        connection.closeHandler(closed -> {
            open.remove(connection);
            deadlines.lift(idle);
        });
    }

    @Override
    public void handle(HttpServerRequest request) {
        Idle idle = open.get(request.connection());
        if (idle != null) {
            idle.running++;
            deadlines.lift(idle);
            request.response().endHandler(ended -> {
                idle.running--;
                // A request that was sent ahead of this answer may be running already.
                if (idle.running == 0 && open.containsKey(idle.connection)) {
                    deadlines.set(idle, idleNanos);
                }
            });
        }
        next.handle(request);
    }
}
