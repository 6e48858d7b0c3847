package dev.flowgate.gateway;

import dev.flowgate.event.FlowGateEvent;
import dev.flowgate.litellm.LiteLlmConfig;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What a gateway is made with; {@link GatewayBuilder} says what each means. */
record GatewaySettings(
        LiteLlmConfig litellm,
        String profile,
        String host,
        int port,
        UnaryOperator<@Nullable String> environment,
        Consumer<FlowGateEvent> events,
        Duration drainTimeout,
        GatewayLimits limits,
        int eventLoopThreads,
        LongSupplier nanoTime,
        RandomGenerator random) {}
