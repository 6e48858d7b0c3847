/** Listing, setting and comparing profiles; {@link dev.flowgate.cli.profile.ProfileVerbs} groups the verbs. */
@NullMarked
package dev.flowgate.cli.profile;

import org.jspecify.annotations.NullMarked;
