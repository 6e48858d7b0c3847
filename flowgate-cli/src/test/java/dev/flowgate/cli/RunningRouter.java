package dev.flowgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowgate.process.FreePort;
import java.nio.file.Path;
import java.util.Map;

/**
 * The built distribution, up and running in front of a mock upstream, for a whole test class. Models of OpenAI's protocol
 * are called {@code smart}, of Anthropic's {@code claude}; with {@link #ONCE} the router does not retry them, with
 * {@link #PAIR} they have two deployments.
 */
final class RunningRouter implements AutoCloseable {
    static final String KEY = "key-for-the-router";
    static final String ONCE = "-once";
    static final String PAIR = "-pair";
    /** A header for the router alone, which every client that can sends along. */
    static final String OWN_HEADER = "x-litellm-timeout";

    private static final String UPSTREAM_KEY = "key-for-the-upstream";

    private final MockUpstream upstream;
    private final Distribution flowgate;
    private final String address;

    private RunningRouter(MockUpstream upstream, Distribution flowgate, String address) {
        this.upstream = upstream;
        this.flowgate = flowgate;
        this.address = address;
    }

    static RunningRouter in(Path folder) throws Exception {
        MockUpstream upstream = MockUpstream.start();
        Distribution flowgate = Distribution.in(folder)
                .configure(Configurations.clients(FreePort.next(), upstream.address()))
                .with("UPSTREAM_KEY", UPSTREAM_KEY)
                .with("ROUTER_KEY", KEY);
        Distribution.Result up = flowgate.run("up");
        assertThat(up.exitCode()).as(up.err()).isZero();
        return new RunningRouter(upstream, flowgate, up.value("address"));
    }

    MockUpstream upstream() {
        return upstream;
    }

    /** The address that Anthropic's own client wants. */
    String address() {
        return address;
    }

    /** The address that OpenAI's clients want. */
    String versionedAddress() {
        return address + "/v1";
    }

    /**
     * Ends a test: the upstream got as many requests as it was told of, none of them carries what is the client's or the
     * router's own, and each the upstream's key and its name for the model.
     */
    void verify() {
        try {
            assertThat(upstream.requests()).hasSize(upstream.told()).allSatisfy(RunningRouter::verify);
        } finally {
            upstream.forget();
        }
    }

    private static void verify(UpstreamRequest request) {
        Map<String, String> headers = request.headers();
        if (request.path().startsWith("/v1/messages")) {
            assertThat(headers).containsEntry("x-api-key", UPSTREAM_KEY).doesNotContainKey("authorization");
        } else {
            assertThat(headers)
                    .containsEntry("authorization", "Bearer " + UPSTREAM_KEY)
                    .doesNotContainKey("x-api-key");
        }
        assertThat(headers.keySet())
                .doesNotContain("upgrade", "http2-settings", "connection", "cookie")
                .noneMatch(name -> name.startsWith("x-litellm-") || name.startsWith("x-stainless-"));
        assertThat(headers.values()).noneMatch(value -> value.contains(KEY));
        assertThat(request.body())
                .containsPattern("\"model\"\\s*:\\s*\"upstream-")
                .doesNotContainPattern("\"(smart|claude|embed)(-once|-pair)?\"")
                .doesNotContain(KEY);
    }

    @Override
    public void close() throws Exception {
        try (upstream) {
            flowgate.close();
        }
    }
}
