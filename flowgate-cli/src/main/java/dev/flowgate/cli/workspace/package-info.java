/** What every verb works with; {@link dev.flowgate.cli.workspace.Workspace} is the entry. */
@NullMarked
package dev.flowgate.cli.workspace;

import org.jspecify.annotations.NullMarked;
