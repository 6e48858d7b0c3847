/** Provisioning of the programs that services run: {@link dev.flowgate.process.install.Installation} is what comes of it. */
@NullMarked
package dev.flowgate.process.install;

import org.jspecify.annotations.NullMarked;
