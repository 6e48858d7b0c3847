/** Tests of the supervision of services. */
@NullMarked
package dev.flowgate.process;

import org.jspecify.annotations.NullMarked;
