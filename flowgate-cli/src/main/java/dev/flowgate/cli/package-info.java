/** The command line: {@link dev.flowgate.cli.Main} is the entry, one class a verb. */
@NullMarked
package dev.flowgate.cli;

import org.jspecify.annotations.NullMarked;
