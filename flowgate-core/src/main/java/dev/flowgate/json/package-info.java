/** Plain trees as JSON and back: {@link dev.flowgate.json.JsonText} is the entry. */
@NullMarked
package dev.flowgate.json;

import org.jspecify.annotations.NullMarked;
