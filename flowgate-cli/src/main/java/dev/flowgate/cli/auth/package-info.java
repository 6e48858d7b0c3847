/** Logging in to providers; {@link dev.flowgate.cli.auth.AuthVerbs} groups the verbs. */
@NullMarked
package dev.flowgate.cli.auth;

import org.jspecify.annotations.NullMarked;
