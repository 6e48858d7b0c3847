/**
 * Logins of other programs, translated into the files that CLIProxyAPI reads:
 * {@link dev.flowgate.auth.imports.CredentialImport} is the entry.
 */
@NullMarked
package dev.flowgate.auth.imports;

import org.jspecify.annotations.NullMarked;
