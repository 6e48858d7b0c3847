/**
 * The configuration contract: {@link dev.flowgate.config.ServiceConfig} describes a service.
 */
@NullMarked
package dev.flowgate.config;

import org.jspecify.annotations.NullMarked;
