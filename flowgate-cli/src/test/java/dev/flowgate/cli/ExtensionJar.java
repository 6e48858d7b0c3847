package dev.flowgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowgate.auth.spi.AuthMethod;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * A jar with a login method as somebody else would write it. Its id is {@code scripted}, and the setting {@code script}
 * says how the login goes: {@code open}, {@code paste}, {@code ask}, {@code wait} or {@code deny}.
 */
final class ExtensionJar {
    static final String TOKEN = "marker-token-of-the-extension";
    static final String RIGHT_ANSWER = "marker-right-answer";
    static final String ACCOUNT = "ada@example.com";

    private static final String SOURCE =
            """
            package example;

            import dev.flowgate.auth.spi.*;
            import java.io.IOException;
            import java.net.URI;
            import java.nio.file.Files;
            import java.util.Map;

            public final class ScriptedMethod implements AuthMethod {
                @Override
                public String id() {
                    return "scripted";
                }

                @Override
                public AuthSession login(AuthContext context) {
                    String script = AuthSettings.of(context).requiredText("script");
                    return new AuthSession() {
                        private int polls;

                        @Override
                        public AuthStatus begin() {
                            return switch (script) {
                                case "ask" -> new AuthStatus.InputRequired("Secret word", true, null);
                                case "deny" -> new AuthStatus.Denied("the server said no\\u001b[31m");
                                default -> pending();
                            };
                        }

                        @Override
                        public AuthStatus poll() {
                            return script.equals("open") && ++polls == 2 ? authorized() : pending();
                        }

                        @Override
                        public AuthStatus answer(String input) {
                            return input.equals("RIGHT") ? authorized() : new AuthStatus.Denied("a wrong answer");
                        }

                        @Override
                        public void close() {
                            try {
                                Files.createDirectories(context.runtimeDirectory());
                                Files.writeString(context.runtimeDirectory().resolve("closed"), "");
                            } catch (IOException failure) {
                                throw new java.io.UncheckedIOException(failure);
                            }
                        }
                    };
                }

                private static AuthStatus pending() {
                    return new AuthStatus.Pending(
                            new LoginPrompt(URI.create("https://login.example/start?a=1&b=2"), "CODE-17", true, null), null);
                }

                private static AuthStatus authorized() {
                    return new AuthStatus.Authorized(new Credential("TOKEN", null, null, "ACCOUNT", Map.of()));
                }
            }
            """.replace("RIGHT", RIGHT_ANSWER).replace("TOKEN", TOKEN).replace("\"ACCOUNT\"", '"' + ACCOUNT + '"');

    private ExtensionJar() {}

    /** Compiles the method and writes the jar into a folder. */
    static Path in(Path folder) throws IOException {
        Path work = Files.createDirectories(folder.resolveSibling(folder.getFileName() + ".work"));
        Path source = Files.writeString(work.resolve("ScriptedMethod.java"), SOURCE);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            List<String> options = List.of(
                    "--release",
                    "17",
                    "-proc:none",
                    "-d",
                    work.toString(),
                    "-classpath",
                    System.getProperty("java.class.path"));
            assertThat(compiler.getTask(null, files, null, options, null, files.getJavaFileObjects(source))
                            .call())
                    .as("compiled")
                    .isTrue();
        }
        Path jar = Files.createDirectories(folder).resolve("scripted-method.jar");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out)) {
            for (String name : List.of("example/ScriptedMethod.class", "example/ScriptedMethod$1.class")) {
                entries.putNextEntry(new JarEntry(name));
                entries.write(Files.readAllBytes(work.resolve(name)));
            }
            entries.putNextEntry(new JarEntry("META-INF/services/" + AuthMethod.class.getName()));
            entries.write("example.ScriptedMethod\n".getBytes(StandardCharsets.UTF_8));
        }
        return jar;
    }

    /** Writes a jar that names a class which it does not have. */
    static Path broken(Path folder) throws IOException {
        Path jar = Files.createDirectories(folder).resolve("broken-method.jar");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out)) {
            entries.putNextEntry(new JarEntry("META-INF/services/" + AuthMethod.class.getName()));
            entries.write("example.MissingMethod\n".getBytes(StandardCharsets.UTF_8));
        }
        return jar;
    }
}
