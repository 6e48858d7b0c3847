/**
 * The configuration contract: {@link dev.flowgate.config.FlowGateConfig} loads, checks and holds a configuration.
 */
@NullMarked
package dev.flowgate.config;

import org.jspecify.annotations.NullMarked;
