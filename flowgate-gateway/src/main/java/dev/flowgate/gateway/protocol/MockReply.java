package dev.flowgate.gateway.protocol;

import dev.flowgate.routing.UpstreamFailure.Cause;
import java.nio.charset.StandardCharsets;

/** What a deployment with {@code mock_response} answers. */
public sealed interface MockReply {
    /** What LiteLLM's texts for refused content begin with. */
    String CONTENT_REFUSED = "Exception: content_filter_policy";

    /** What LiteLLM's texts for a broken stream begin with. */
    String STREAM_BROKEN = "Exception: mock_streaming_error";

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
     * @param cause what in the request is refused
     */
    record Failure(ErrorBody error, Cause cause) implements MockReply {}

    /**
     * A stream that breaks off.
     *
     * @param contentType the media type
     * @param body the events before the error
     * @param error the error
     */
    @SuppressWarnings("ArrayRecordComponent") // A carrier on its way to the socket: never compared.
    record Cut(String contentType, byte[] body, ErrorBody error) implements MockReply {}

    /**
     * Makes the answer to a request.
     *
     * @param endpoint the operation
     * @param model the model name to show
     * @param body the request
     * @param text the {@code mock_response}; some of LiteLLM's texts stand for a failure
     * @return the answer
     */
    static MockReply of(Endpoint endpoint, String model, RequestBody body, String text) {
        if (text.startsWith(CONTENT_REFUSED)) {
            return failure(400, Cause.CONTENT_POLICY, "This is a mock error: the content policy refuses the request.");
        }
        if (text.startsWith(STREAM_BROKEN)) {
            return broken(endpoint, model, body);
        }
        return switch (text) {
            case "litellm.RateLimitError" -> failure(429, Cause.OTHER, "This is a mock rate limit error.");
            case "litellm.InternalServerError" -> failure(500, Cause.OTHER, "This is a mock internal server error.");
            case "litellm.ContextWindowExceededError" ->
                failure(
                        400,
                        Cause.CONTEXT_WINDOW,
                        "This is a mock error: the prompt exceeds this model's maximum context length.");
            default -> success(endpoint, model, body, text);
        };
    }

    private static MockReply failure(int status, Cause cause, String message) {
        return new Failure(new ErrorBody(status, message, null), cause);
    }

    /** Streams break after some events; LiteLLM's status for it is 529, which answers that are no streams have. */
    private static MockReply broken(Endpoint endpoint, String model, RequestBody body) {
        ErrorBody error = new ErrorBody(529, "This is a mock error in the middle of a stream.", null);
        if (!body.stream() || endpoint == Endpoint.EMBEDDINGS) {
            return new Failure(error, Cause.OTHER);
        }
        Success whole = success(endpoint, model, body, "This answer breaks off here");
        String events = new String(whole.body(), StandardCharsets.UTF_8);
        String begun = events.substring(0, events.lastIndexOf("\n\n", events.indexOf("off")) + 2);
        return new Cut(whole.contentType(), begun.getBytes(StandardCharsets.UTF_8), error);
    }

    private static Success success(Endpoint endpoint, String model, RequestBody body, String text) {
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
