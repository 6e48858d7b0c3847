/** The verbs that install the programs of services: {@link dev.flowgate.cli.bootstrap.BootstrapVerbs} has them. */
@NullMarked
package dev.flowgate.cli.bootstrap;

import org.jspecify.annotations.NullMarked;
