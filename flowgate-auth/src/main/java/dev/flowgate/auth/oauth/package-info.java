/**
 * Logins at any authorization server of OAuth 2.0: {@link dev.flowgate.auth.oauth.OauthDeviceMethod} and
 * {@link dev.flowgate.auth.oauth.OauthPkceMethod} are the entries.
 */
@NullMarked
package dev.flowgate.auth.oauth;

import org.jspecify.annotations.NullMarked;
