/** Which profile is active, and how it becomes so: {@link dev.flowgate.profile.ProfileActivator} is the entry. */
@NullMarked
package dev.flowgate.profile;

import org.jspecify.annotations.NullMarked;
