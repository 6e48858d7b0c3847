package dev.flowgate.cli.doctor;

import dev.flowgate.cli.workspace.ShellWord;
import dev.flowgate.config.FlowGateConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** No secret is in the git repository that the configuration lies in. */
final class TrackedSecretsCheck implements Check {
    private static final Set<String> FOLDERS = Set.of("auths", "credentials");
    private static final List<String> SAMPLES = List.of(".example", ".sample", ".template", ".dist");
    private static final long LARGEST_KEY = 1024L * 1024;

    @Override
    public String name() {
        return "tracked_secrets";
    }

    @Override
    public boolean needsConfiguration() {
        return false;
    }

    @Override
    public Finding look(Examination examination) throws IOException, InterruptedException {
        GitRepository repository = GitRepository.of(examination);
        if (repository.problem() != null) {
            return Finding.skipped(repository.problem());
        }
        Set<Path> configured = configured(examination);
        Finding.Builder finding = Finding.builder().detail("repository", repository.folder());
        for (String tracked : repository.tracked()) {
            Path file = repository.folder().resolve(tracked);
            if (configured.contains(file) || holdsSecret(tracked, file)) {
                finding.problem(new Remark(
                        "git tracks " + tracked + ", which holds a secret",
                        "git -C " + ShellWord.of(repository.folder()) + " rm -q --cached -- " + ShellWord.of(tracked),
                        "It stays in the history: if that was ever pushed, replace the key at its provider."));
            }
        }
        return finding.countIssues().build();
    }

    private static Set<Path> configured(Examination examination) {
        Set<Path> files = new HashSet<>();
        FlowGateConfig config = examination.loaded();
        if (config != null) {
            files.addAll(config.secretFiles());
            files.addAll(config.upstreamCredentials().values());
            files.add(config.paths().activeConfig());
            if (LiteralSecrets.isIn(config)) {
                files.add(examination.file());
            }
        }
        return files;
    }

    private static boolean holdsSecret(String tracked, Path file) throws IOException {
        Path path = Path.of(tracked);
        String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
        if (SAMPLES.stream().anyMatch(name::endsWith)) {
            return false;
        }
        Path folder = path.getParent();
        boolean isCredential = name.endsWith(".json")
                && folder != null
                && FOLDERS.contains(folder.getFileName().toString());
        return isCredential
                || name.equals(".env")
                || name.startsWith(".env.")
                || name.equals("cliproxyapi.yaml")
                || name.endsWith(".key")
                || name.endsWith(".p12")
                || name.endsWith(".pfx")
                || (name.endsWith(".pem") && isPrivateKey(file));
    }

    /** Certificates are public; what a key begins with is in RFC 7468. */
    private static boolean isPrivateKey(Path file) throws IOException {
        return Files.isRegularFile(file)
                && Files.size(file) <= LARGEST_KEY
                && new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains("PRIVATE KEY-----");
    }
}
