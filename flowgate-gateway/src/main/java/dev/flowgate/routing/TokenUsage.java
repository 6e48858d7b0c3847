package dev.flowgate.routing;

/**
 * What an answer says of its own size.
 *
 * @param completionTokens the tokens it has; 0 when it does not say
 * @param totalTokens the tokens of the prompt and the answer; 0 when it does not say
 */
public record TokenUsage(long completionTokens, long totalTokens) {
    /** An answer that says nothing. */
    public static final TokenUsage UNKNOWN = new TokenUsage(0, 0);
}
