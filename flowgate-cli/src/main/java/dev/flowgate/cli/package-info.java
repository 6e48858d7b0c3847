/** The command line: {@link dev.flowgate.cli.Main} is the entry; the verbs are in the packages below, a package a group. */
@NullMarked
package dev.flowgate.cli;

import org.jspecify.annotations.NullMarked;
