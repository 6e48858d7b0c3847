/** Provisioning of the programs that services run: {@link dev.flowgate.process.install.BinaryInstaller} is the entry. */
@NullMarked
package dev.flowgate.process.install;

import org.jspecify.annotations.NullMarked;
