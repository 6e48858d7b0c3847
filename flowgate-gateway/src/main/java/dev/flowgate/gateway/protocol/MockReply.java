package dev.flowgate.gateway.protocol;

import java.nio.charset.StandardCharsets;

/** What a deployment with {@code mock_response} answers. */
public sealed interface MockReply {
    /**
     * An answer.
     *
     * @param contentType the media type
     * @param body the body; for a stream all of its events
     */
    @SuppressWarnings("ArrayRecordComponent") // A carrier on its way to the socket: never compared.
    record Success(String contentType, byte[] body) implements MockReply {}

    /**
     * A failure.
     *
     * @param error the error
     */
    record Failure(ErrorBody error) implements MockReply {}

    /**
     * Makes the answer to a request.
     *
     * @param endpoint the operation
     * @param model the model name to show
     * @param body the request
     * @param text the configured {@code mock_response}; three of LiteLLM's texts stand for a failure
     * @return the answer
     */
    static MockReply of(Endpoint endpoint, String model, RequestBody body, String text) {
        return switch (text) {
            case "litellm.RateLimitError" -> failure(429, "This is a mock rate limit error.");
            case "litellm.InternalServerError" -> failure(500, "This is a mock internal server error.");
            case "litellm.ContextWindowExceededError" ->
                failure(400, "This is a mock error: the prompt exceeds this model's maximum context length.");
            default -> success(endpoint, model, body, text);
        };
    }

    private static MockReply failure(int status, String message) {
        return new Failure(new ErrorBody(status, message, null));
    }

    private static MockReply success(Endpoint endpoint, String model, RequestBody body, String text) {
        if (endpoint == Endpoint.EMBEDDINGS) {
            return json(new MockEmbeddings(model, body.original()).render());
        }
        boolean stream = body.stream();
        return switch (endpoint) {
            case CHAT_COMPLETIONS, COMPLETIONS -> {
                MockCompletions mock = new MockCompletions(
                        model, text, endpoint == Endpoint.CHAT_COMPLETIONS, wantsUsage(body.original()));
                yield stream ? events(mock.events()) : json(mock.whole());
            }
            case MESSAGES -> {
                MockMessages mock = new MockMessages(model, text);
                yield stream ? events(mock.events()) : json(mock.whole());
            }
            case RESPONSES -> {
                MockResponses mock = new MockResponses(model, text);
                yield stream ? events(mock.events()) : json(mock.whole());
            }
            case COUNT_TOKENS -> json(MockMessages.tokens(MockRequests.characters(body.original())));
            case EMBEDDINGS -> throw new IllegalStateException("Embeddings are not streamed.");
        };
    }

    private static boolean wantsUsage(byte[] request) {
        return MockRequests.flag(request, "stream_options", "include_usage");
    }

    private static Success json(byte[] body) {
        return new Success("application/json", body);
    }

    private static Success events(String events) {
        return new Success("text/event-stream", events.getBytes(StandardCharsets.UTF_8));
    }
}
