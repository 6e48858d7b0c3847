package dev.flowgate.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProfileDiffTest {
    @Test
    void comparesMapsByKeyAndListsAsAWhole() {
        Map<String, Object> left =
                Map.of("settings", Map.of("retries", 1, "same", true, "only_left", "x"), "list", List.of(1));
        Map<String, Object> right = Map.of("settings", Map.of("retries", 2, "same", true), "list", List.of(1, 2));

        assertThat(ProfileDiff.between(left, right))
                .containsExactly(
                        new ProfileDiff("list", List.of(1), List.of(1, 2)),
                        new ProfileDiff("settings.only_left", "x", null),
                        new ProfileDiff("settings.retries", 1, 2));
    }

    @Test
    void findsNothingBetweenEqualDocuments() {
        assertThat(ProfileDiff.between(Map.of("a", 1), Map.of("a", 1))).isEmpty();
    }
}
