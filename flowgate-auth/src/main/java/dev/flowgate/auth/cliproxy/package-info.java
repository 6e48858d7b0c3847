/**
 * CLIProxyAPI, as far as FlowGate needs it: {@link dev.flowgate.auth.cliproxy.ManagementKey} is what a program that starts it
 * hands over, {@link dev.flowgate.auth.cliproxy.ServerFile} makes, checks and repairs its configuration,
 * {@link dev.flowgate.auth.cliproxy.OauthPollMethod} logs in through it, and
 * {@link dev.flowgate.auth.cliproxy.AuthDirectory} is where it keeps credentials.
 */
@NullMarked
package dev.flowgate.auth.cliproxy;

import org.jspecify.annotations.NullMarked;
