/** Starting, stopping and watching the services; {@link dev.flowgate.cli.service.ServiceVerbs} groups the verbs, and {@link dev.flowgate.cli.service.Services} is what they start and stop by. */
@NullMarked
package dev.flowgate.cli.service;

import org.jspecify.annotations.NullMarked;
