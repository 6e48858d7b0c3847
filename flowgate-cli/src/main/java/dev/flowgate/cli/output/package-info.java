/** What a verb writes, and how; {@link dev.flowgate.cli.output.Report} is what every verb makes of its result. */
@NullMarked
package dev.flowgate.cli.output;

import org.jspecify.annotations.NullMarked;
