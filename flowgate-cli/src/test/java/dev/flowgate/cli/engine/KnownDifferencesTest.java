package dev.flowgate.cli.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowgate.cli.engine.CheckOutcome.Verdict;
import dev.flowgate.litellm.Provider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class KnownDifferencesTest {
    private static final List<KnownDifference> TABLE =
            KnownDifferences.parse("""
            # A comment.
            @both = chat
                chat-stream

            = It is so (docs/http-api.md, Errors)
            status: 400 -> 404
                @both models
            ?body.{a,b}: null -> *
                chat
            """.lines().toList());

    @Test
    void readsGroupsMembersAndReasons() {
        assertThat(TABLE)
                .containsExactly(
                        new KnownDifference(
                                "status",
                                "400",
                                "404",
                                false,
                                "It is so (docs/http-api.md, Errors)",
                                Set.of("chat", "chat-stream", "models")),
                        new KnownDifference(
                                "body.a", "null", null, true, "It is so (docs/http-api.md, Errors)", Set.of("chat")),
                        new KnownDifference(
                                "body.b", "null", null, true, "It is so (docs/http-api.md, Errors)", Set.of("chat")));
    }

    @Test
    void coversOnlyTheVeryDifference() {
        CheckOutcome known = outcome("models", 400, 404);
        CheckOutcome otherValue = outcome("models", 400, 403);
        CheckOutcome otherRequest = outcome("embeddings", 400, 404);

        assertThat(known.verdict()).isEqualTo(Verdict.KNOWN);
        assertThat(known.known()).hasSize(1);
        assertThat(otherValue.verdict()).isEqualTo(Verdict.DIFFERS);
        assertThat(otherValue.unexplained()).containsExactly(new Difference("status", "400", "403"));
        assertThat(otherRequest.verdict()).isEqualTo(Verdict.DIFFERS);
    }

    @Test
    void tellsWhatNoLongerDiffersUnlessItIsOptional() {
        CheckOutcome outcome = outcome("chat", 400, 400);

        assertThat(outcome.verdict()).isEqualTo(Verdict.SAME);
        assertThat(outcome.gone()).extracting(KnownDifference::path).containsExactly("status");
    }

    @Test
    void doesNotExpectOfUsersModelsWhatTheFixedOnesDo() {
        CheckCase ofUser = CheckCase.get("chat", "/").ofModel("smart");

        assertThat(CheckOutcome.of(ofUser, answer(400), answer(400), TABLE).gone())
                .isEmpty();
        assertThat(CheckOutcome.of(ofUser, answer(400), answer(404), TABLE).verdict())
                .isEqualTo(Verdict.KNOWN);
    }

    @Test
    void tableOfThisVersionNamesRequestsThatExistAndDocumentsThatSayWhy() {
        Set<String> kinds = new TreeSet<>();
        FixedCases.all().forEach(check -> kinds.add(check.kind()));
        ProfileCases.of(List.of(
                        new ProfileDocument.Model("a", Provider.OPENAI, false),
                        new ProfileDocument.Model("b", Provider.ANTHROPIC, false),
                        new ProfileDocument.Model("c", Provider.OPENAI, true)))
                .forEach(check -> kinds.add(check.kind()));

        assertThat(KnownDifferences.all()).hasSizeGreaterThan(100).allSatisfy(entry -> {
            assertThat(entry.kinds()).isNotEmpty().isSubsetOf(kinds);
            assertThat(entry.path()).doesNotContain("{", "}", " ");
            assertThat(entry.reason()).matches(".*\\(docs/[a-z-]+\\.md, .*\\)");
            String page = entry.reason().replaceFirst(".*\\((docs/[a-z-]+\\.md), (.*)\\)", "$1");
            String section = entry.reason().replaceFirst(".*\\((docs/[a-z-]+\\.md), (.*)\\)", "$2");
            assertThat(Files.readString(Path.of("..", page))).contains(section);
        });
    }

    @Test
    void casesHaveDifferentNames() {
        assertThat(FixedCases.all()).extracting(CheckCase::id).doesNotHaveDuplicates();
    }

    private static CheckOutcome outcome(String id, int litellm, int flowgate) {
        return CheckOutcome.of(CheckCase.get(id, "/"), answer(litellm), answer(flowgate), TABLE);
    }

    private static Answer answer(int status) {
        return new Answer(status, Map.of(), "", true, 0);
    }
}
