/** Making, checking and showing the configuration; {@link dev.flowgate.cli.config.ConfigVerbs} groups the verbs. */
@NullMarked
package dev.flowgate.cli.config;

import org.jspecify.annotations.NullMarked;
