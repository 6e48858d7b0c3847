/**
 * Logins through a running CLIProxyAPI, which keeps the credentials: {@link dev.flowgate.auth.cliproxy.OauthPollMethod}
 * is the entry.
 */
@NullMarked
package dev.flowgate.auth.cliproxy;

import org.jspecify.annotations.NullMarked;
