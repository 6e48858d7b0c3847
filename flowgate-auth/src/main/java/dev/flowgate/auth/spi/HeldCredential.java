package dev.flowgate.auth.spi;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A credential that somebody keeps, without the credential.
 *
 * @param account whose it is, such as a mail address; null when that is not known
 * @param location where it lies: a file, or a server's name for it
 * @param expiresAt when it ends unless it is renewed; null when it does not end, or that is not known
 * @param renewable whether whoever keeps it can renew it
 * @param problem what is wrong with it, and what to do; null when nothing is known to be
 */
public record HeldCredential(
        @Nullable String account,
        String location,
        @Nullable Instant expiresAt,
        boolean renewable,
        @Nullable String problem) {}
