package dev.flowgate.gateway;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The threads for the rare work that blocks, such as looking a host name up. They end when there is none. */
final class Workers {
    private static final long IDLE_SECONDS = 30;

    private Workers() {}

    static ExecutorService create(ThreadFactory threads, int count) {
        ThreadPoolExecutor executor = new ThreadPoolExecutor(
                count,
                count,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                EngineTransport.named(threads, "worker"));
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }
}
