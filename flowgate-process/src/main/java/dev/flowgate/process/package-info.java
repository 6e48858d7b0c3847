/**
 * Starts, watches and stops services that outlive the program that started them:
 * {@link dev.flowgate.process.ServiceSupervisor} is the entry.
 */
@NullMarked
package dev.flowgate.process;

import org.jspecify.annotations.NullMarked;
