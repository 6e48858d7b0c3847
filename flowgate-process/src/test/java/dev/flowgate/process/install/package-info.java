/** Tests of the installation of programs. */
@NullMarked
package dev.flowgate.process.install;

import org.jspecify.annotations.NullMarked;
