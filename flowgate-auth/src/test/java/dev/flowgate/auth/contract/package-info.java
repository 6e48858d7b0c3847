/**
 * What every method of logging in has to keep to, as tests: {@link dev.flowgate.auth.contract.AuthMethodContract} is the
 * entry.
 */
@NullMarked
package dev.flowgate.auth.contract;

import org.jspecify.annotations.NullMarked;
