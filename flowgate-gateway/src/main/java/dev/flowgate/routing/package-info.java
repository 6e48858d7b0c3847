/**
 * Which deployment answers a request, and which one next when it fails, as plain Java without HTTP: {@link
 * dev.flowgate.routing.Router} is the entry.
 */
@NullMarked
package dev.flowgate.routing;

import org.jspecify.annotations.NullMarked;
