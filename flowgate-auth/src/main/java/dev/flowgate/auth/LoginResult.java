package dev.flowgate.auth;

import dev.flowgate.auth.spi.HeldCredential;

/**
 * A login that succeeded.
 *
 * @param provider whom for
 * @param method the id of the method that logged in
 * @param credential what it ended with, and where that is kept
 */
public record LoginResult(String provider, String method, HeldCredential credential) {}
