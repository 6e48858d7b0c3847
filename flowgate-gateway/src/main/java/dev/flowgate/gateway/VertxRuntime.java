package dev.flowgate.gateway;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxBootstrap;
import io.vertx.core.spi.file.FileResolver;
import io.vertx.core.transport.Transport;
import java.io.File;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Starts Vert.x with what the engine needs and no more: no search for extensions, no file cache, native transport where
 * there is one, daemon threads with FlowGate's name.
 */
final class VertxRuntime {
    /** The event loops never block, so nobody has to watch for it often. */
    private static final long BLOCKED_CHECK_MINUTES = 10;

    private VertxRuntime() {}

    static Vertx create(int eventLoops, ClientChannels clients) {
        VertxOptions options = new VertxOptions()
                .setEventLoopPoolSize(eventLoops)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(2)
                .setUseDaemonThread(true)
                .setDisableTCCL(true)
                .setBlockedThreadCheckInterval(BLOCKED_CHECK_MINUTES)
                .setBlockedThreadCheckIntervalUnit(TimeUnit.MINUTES);
        Transport nativeTransport = Transport.nativeTransport();
        Transport transport = nativeTransport != null && nativeTransport.available() ? nativeTransport : Transport.NIO;
        return VertxBootstrap.create()
                .options(options)
                .serviceProviders(List.of())
                .verticleFactories(List.of())
                .fileResolver(new NoFiles())
                .transport(new EngineTransport(transport.implementation(), clients, eventLoops))
                .executorServiceFactory(
                        (threads, concurrency, maxConcurrency) -> Workers.create(threads, maxConcurrency))
                .init()
                .vertx();
    }

    /** Loads classes and the native transport by making a runtime, with all that a gateway has but a port. */
    static void prepare() {
        Thread thread = new Thread(
                () -> {
                    Vertx vertx = create(1, new ClientChannels());
                    vertx.createHttpServer();
                    vertx.createHttpClient();
                    vertx.close();
                },
                "flowgate-prepare");
        thread.setDaemon(true);
        thread.start();
    }

    /** The engine reads no files through Vert.x, so it needs no folder to unpack them to. */
    private static final class NoFiles implements FileResolver {
        @Override
        public File resolve(String fileName) {
            return new File(fileName);
        }

        @Override
        public void close() {}
    }
}
