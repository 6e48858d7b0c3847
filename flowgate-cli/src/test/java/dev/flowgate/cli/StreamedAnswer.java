package dev.flowgate.cli;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** What LangChain4j hands over of a stream. */
final class StreamedAnswer implements StreamingChatResponseHandler {
    private static final long PATIENCE_SECONDS = 30;

    private final Runnable whenTextComes;
    private final StringBuilder text = new StringBuilder();
    private final CompletableFuture<ChatResponse> end = new CompletableFuture<>();

    StreamedAnswer(Runnable whenTextComes) {
        this.whenTextComes = whenTextComes;
    }

    @Override
    public void onPartialResponse(String part) {
        text.append(part);
        whenTextComes.run();
    }

    @Override
    public void onCompleteResponse(ChatResponse response) {
        end.complete(response);
    }

    @Override
    public void onError(Throwable failure) {
        end.completeExceptionally(failure);
    }

    /** The text that came; complete once {@link #await} has returned. */
    String text() {
        return text.toString();
    }

    /** Waits for the end; a failure comes as the cause of an {@code ExecutionException}. */
    ChatResponse await() throws Exception {
        return end.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
