/** What happened and what services wrote; {@link dev.flowgate.cli.log.EventsCommand} and {@link dev.flowgate.cli.log.ServiceLogsCommand} are the verbs. */
@NullMarked
package dev.flowgate.cli.log;

import org.jspecify.annotations.NullMarked;
