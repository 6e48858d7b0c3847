/** Trying out whether everything works together; {@link dev.flowgate.cli.smoke.SmokeCommand} is the verb. */
@NullMarked
package dev.flowgate.cli.smoke;

import org.jspecify.annotations.NullMarked;
