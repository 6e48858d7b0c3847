/**
 * The LiteLLM part of a configuration, typed, as one profile makes it: {@link dev.flowgate.litellm.LiteLlmConfig} is the entry.
 */
@NullMarked
package dev.flowgate.litellm;

import org.jspecify.annotations.NullMarked;
