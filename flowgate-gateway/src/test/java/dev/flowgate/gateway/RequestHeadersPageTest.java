package dev.flowgate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds what the page says of the headers of a request to the code that reads them. */
class RequestHeadersPageTest {
    private static final Path SOURCES = Path.of("src", "main", "java", "dev", "flowgate", "gateway");

    /** A header that is set is one of an answer. */
    private static final Pattern READ = Pattern.compile("(?<!set\\()\"(x-litellm-[a-z]+(?:-[a-z]+)*)\"");

    @Test
    void saysOfEachHeaderWhetherItIsRead() throws IOException {
        Set<String> read = headersThatAreRead();

        assertThat(read).contains("x-litellm-timeout", Replies.CALL_ID);
        assertThat(PageTable.below("Headers")).allSatisfy(row -> {
            assertThat(row.hasStatus()).as(row.status()).isTrue();
            assertThat(row.isRead()).as(row.name()).isEqualTo(read.contains(row.name()) || goesToAnthropic(row.name()));
        });
    }

    @Test
    void leavesNoHeaderOut() throws IOException {
        assertThat(PageTable.below("Headers").stream().map(PageTable.Row::name).collect(Collectors.toSet()))
                .containsAll(headersThatAreRead());
    }

    private static Set<String> headersThatAreRead() throws IOException {
        Set<String> names = new TreeSet<>();
        try (Stream<Path> sources = Files.list(SOURCES)) {
            // Those of answers stand in a source of their own.
            for (Path source : sources.filter(file -> Files.isRegularFile(file) && !file.endsWith("OwnHeaders.java"))
                    .toList()) {
                Matcher found = READ.matcher(Files.readString(source));
                while (found.find()) {
                    names.add(found.group(1));
                }
            }
        }
        return names;
    }

    private static boolean goesToAnthropic(String name) {
        MultiMap upstream = MultiMap.caseInsensitiveMultiMap();
        HeaderRules.toUpstream(
                MultiMap.caseInsensitiveMultiMap().add(name, "sample"),
                upstream,
                true,
                false,
                Upstream.of(URI.create("http://localhost"), 1, new UpstreamTrust(true, null, 0), List.of()));
        return upstream.contains(name, "sample", false);
    }
}
