package dev.flowgate.cli.smoke;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is to be tried.
 *
 * @param profile the profile to use meanwhile; null for the active one
 * @param startupTimeout how long each service may take to become ready; null for what is configured
 * @param model the model to ask; null for the first that the router offers
 */
record SmokeChoice(
        @Nullable String profile,
        @Nullable Duration startupTimeout,
        @Nullable String model) {}
