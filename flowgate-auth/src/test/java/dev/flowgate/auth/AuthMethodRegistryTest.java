package dev.flowgate.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flowgate.auth.spi.AuthContext;
import dev.flowgate.auth.spi.AuthException;
import dev.flowgate.auth.spi.AuthMethod;
import dev.flowgate.auth.spi.AuthSession;
import dev.flowgate.auth.spi.CredentialImporter;
import dev.flowgate.auth.spi.ImportedCredential;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuthMethodRegistryTest {
    private static final String MISSING = "example.Missing";

    @TempDir
    Path folder;

    /** A method of a test: only its id counts. */
    abstract static class Named implements AuthMethod {
        private final String id;

        Named(String id) {
            this.id = id;
        }

        @Override
        public String id() {
            return id;
        }

        @Override
        public AuthSession login(AuthContext context) {
            throw new AuthException("It is only listed.");
        }
    }

    public static final class Good extends Named {
        public Good() {
            super("good");
        }
    }

    public static final class Twin extends Named {
        public Twin() {
            super("good");
        }
    }

    public static final class Shouting extends Named {
        public Shouting() {
            super("LOUD");
        }
    }

    public static final class Throwing extends Named {
        public Throwing() {
            super("throwing");
            throw new IllegalStateException("no luck");
        }
    }

    public static final class Mute extends Named {
        public Mute() {
            super("mute");
        }

        @Override
        public String id() {
            throw new UnsupportedOperationException("no id");
        }
    }

    @Test
    void brokenClassesAreNamedAndTakeNothingDown() throws IOException {
        AuthMethodRegistry registry = registry(
                MISSING,
                Throwing.class.getName(),
                Shouting.class.getName(),
                Mute.class.getName(),
                Good.class.getName());

        assertThat(registry.method("good")).isInstanceOf(Good.class);
        assertThat(registry.rejected())
                .extracting(RejectedProvider::className)
                .containsExactlyInAnyOrder(
                        MISSING, Throwing.class.getName(), Shouting.class.getName(), Mute.class.getName());
        assertThat(registry.rejected())
                .extracting(RejectedProvider::reason)
                .anyMatch(reason -> reason.contains("no luck"));
        assertThat(registry.rejected())
                .extracting(RejectedProvider::reason)
                .anyMatch(reason -> reason.contains("'LOUD'"));
    }

    @Test
    void unknownIdNamesTheKnownOnesAndTheBroken() throws IOException {
        AuthMethodRegistry registry = registry(MISSING, Good.class.getName());

        assertThatThrownBy(() -> registry.method("oauth2"))
                .isInstanceOf(AuthException.class)
                .hasMessageContaining("'oauth2'")
                .hasMessageContaining("good")
                .hasMessageContaining(MISSING);
    }

    @Test
    void twoDiscoveredClassesWithOneIdAreAnErrorThatNamesBoth() {
        assertThatThrownBy(() -> registry(Good.class.getName(), Twin.class.getName()))
                .isInstanceOf(AuthException.class)
                .hasMessageContaining(Good.class.getName())
                .hasMessageContaining(Twin.class.getName());
    }

    @Test
    void whatIsHandedOverDecidesBetweenDiscoveredOnes() throws IOException {
        Good mine = new Good();
        AuthMethodRegistry registry = AuthMethodRegistry.builder()
                .classLoader(loader(Good.class.getName(), Twin.class.getName()))
                .method(mine)
                .build();

        assertThat(registry.method("good")).isSameAs(mine);
    }

    @Test
    void twoThatAreHandedOverWithOneIdAreAnError() {
        AuthMethodRegistry.Builder builder = AuthMethodRegistry.builder().method(new Good());

        assertThatThrownBy(() -> builder.method(new Twin()))
                .isInstanceOf(AuthException.class)
                .hasMessageContaining("'good'");
        assertThatThrownBy(() -> builder.method(new Shouting()))
                .isInstanceOf(AuthException.class)
                .hasMessageContaining("LOUD");
    }

    @Test
    void oneClassSeenByBothLoadersCountsOnce() throws IOException {
        URLClassLoader outer = loader(Good.class.getName());
        try (URLClassLoader inner = new URLClassLoader(outer.getURLs(), outer)) {
            assertThatCode(() -> AuthMethodRegistry.builder().classLoader(inner).build())
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void withoutDiscoveryNothingIsLookedFor() throws IOException {
        AuthMethodRegistry registry = AuthMethodRegistry.builder()
                .classLoader(loader(Good.class.getName()))
                .discover(false)
                .build();

        assertThat(registry.methodIds()).doesNotContain("good");
    }

    @Test
    void theContextClassLoaderIsAskedFirst() throws IOException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader(Good.class.getName()));
        try {
            assertThat(AuthMethodRegistry.discovered().methodIds()).contains("good");
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** An importer of a test: only its names count. */
    abstract static class NamedImporter implements CredentialImporter {
        private final String provider;

        NamedImporter(String provider) {
            this.provider = provider;
        }

        @Override
        public String provider() {
            return provider;
        }

        @Override
        public List<Path> sources(AuthContext context) {
            return List.of();
        }

        @Override
        public List<ImportedCredential> read(Path source, AuthContext context) {
            throw new AuthException("It is only listed.");
        }
    }

    public static final class WithoutAliases extends NamedImporter {
        public WithoutAliases() {
            super("speechless");
        }

        @Override
        public Set<String> aliases() {
            throw new UnsupportedOperationException("no aliases");
        }
    }

    public static final class OtherCopilot extends NamedImporter {
        public OtherCopilot() {
            super("github-copilot");
        }
    }

    @Test
    void anImporterThatCannotTellItsFurtherNamesTakesNothingDown() throws IOException {
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.writeString(services.resolve(CredentialImporter.class.getName()), WithoutAliases.class.getName());

        AuthMethodRegistry registry = registry(Good.class.getName());

        assertThat(registry.importerProviders()).contains("copilot").doesNotContain("speechless");
        assertThat(registry.rejected())
                .singleElement()
                .satisfies(rejected -> assertThat(rejected.className()).isEqualTo(WithoutAliases.class.getName()));
    }

    @Test
    void anImporterThatIsHandedOverTakesItsNameFromAnothersFurtherNames() {
        OtherCopilot mine = new OtherCopilot();
        AuthMethodRegistry registry =
                AuthMethodRegistry.builder().discover(false).importer(mine).build();

        assertThat(registry.importer("github-copilot")).containsSame(mine);
        assertThat(registry.importer("copilot")).isPresent();
    }

    private AuthMethodRegistry registry(String... classes) throws IOException {
        return AuthMethodRegistry.builder().classLoader(loader(classes)).build();
    }

    /** A class path with one registration, over the one of the test. */
    private URLClassLoader loader(String... classes) throws IOException {
        Path services = folder.resolve("META-INF/services");
        Files.createDirectories(services);
        Files.writeString(services.resolve(AuthMethod.class.getName()), String.join("\n", classes));
        return new URLClassLoader(new URL[] {folder.toUri().toURL()}, getClass().getClassLoader());
    }
}
