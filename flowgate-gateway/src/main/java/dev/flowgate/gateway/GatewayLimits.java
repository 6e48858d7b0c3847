package dev.flowgate.gateway;

import java.time.Duration;

/**
 * What a client or an upstream may ask of the gateway.
 *
 * @param maxBodyBytes the longest request body, more than 0
 * @param maxHeaderBytes the most bytes of request or response headers, at least 1024
 * @param receiveTimeout until a request has arrived with its whole body
 * @param connectionIdleTimeout how long a client's connection may stay open without a request
 * @param chunkTimeout between two parts of an answer once it has begun; a shorter timeout of the request holds here, too
 * @param connectTimeout until an upstream's connection stands
 */
public record GatewayLimits(
        int maxBodyBytes,
        int maxHeaderBytes,
        Duration receiveTimeout,
        Duration connectionIdleTimeout,
        Duration chunkTimeout,
        Duration connectTimeout) {
    private static final int MIN_HEADER_BYTES = 1024;

    /** The limits that hold unless others are set: 32 MiB, 64 KiB, 60 s, 120 s, 600 s and 10 s. */
    public static final GatewayLimits DEFAULTS = new GatewayLimits(
            32 * 1024 * 1024,
            64 * 1024,
            Duration.ofSeconds(60),
            Duration.ofSeconds(120),
            Duration.ofSeconds(600),
            Duration.ofSeconds(10));

    /** Checks the ranges. */
    public GatewayLimits {
        if (maxBodyBytes <= 0) {
            throw new IllegalArgumentException("maxBodyBytes must be more than 0, but it is " + maxBodyBytes + ".");
        }
        if (maxHeaderBytes < MIN_HEADER_BYTES) {
            throw new IllegalArgumentException(
                    "maxHeaderBytes must be at least " + MIN_HEADER_BYTES + ", but it is " + maxHeaderBytes + ".");
        }
        requirePositive("receiveTimeout", receiveTimeout);
        requirePositive("connectionIdleTimeout", connectionIdleTimeout);
        requirePositive("chunkTimeout", chunkTimeout);
        requirePositive("connectTimeout", connectTimeout);
    }

    private static void requirePositive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + " must be more than 0, but it is " + value + ".");
        }
    }

    /**
     * Returns these limits with another longest body.
     *
     * @param bytes more than 0
     * @return a copy
     */
    public GatewayLimits withMaxBodyBytes(int bytes) {
        return new GatewayLimits(
                bytes, maxHeaderBytes, receiveTimeout, connectionIdleTimeout, chunkTimeout, connectTimeout);
    }
}
