package dev.flowgate.cli.doctor;

import dev.flowgate.cli.workspace.ShellWord;
import dev.flowgate.config.FlowGateConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What may hold secrets is kept out of the git repository that the configuration lies in. */
final class IgnoreRulesCheck implements Check {
    @Override
    public String name() {
        return "ignore_rules";
    }

    @Override
    public Finding look(Examination examination) throws IOException, InterruptedException {
        GitRepository repository = GitRepository.of(examination);
        if (repository.problem() != null) {
            return Finding.skipped(repository.problem());
        }
        Map<String, Rule> wanted = wanted(examination, repository.folder());
        Set<String> ignored = repository.ignored(List.copyOf(wanted.keySet()));
        List<Rule> missing = wanted.entrySet().stream()
                .filter(entry -> !ignored.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .toList();
        Finding.Builder finding = Finding.builder().detail("repository", repository.folder());
        if (!missing.isEmpty()) {
            String rules = missing.stream().map(Rule::pattern).collect(Collectors.joining(", "));
            Remark remark = Remark.repairedBy(
                    command(repository, missing), "git does not ignore what may hold secrets: " + rules);
            if (missing.stream().anyMatch(Rule::isUrgent)) {
                finding.problem(remark);
            } else {
                finding.warning(remark);
            }
        }
        return finding.countIssues().build();
    }

    /**
     * A rule that is wanted.
     *
     * @param pattern as it stands in {@code .gitignore} (gitignore(5))
     * @param isUrgent whether what it keeps out is there
     */
    private record Rule(String pattern, boolean isUrgent) {}

    /** Returns rules by a path that each has to keep out. */
    private static Map<String, Rule> wanted(Examination examination, Path top) {
        FlowGateConfig config = examination.config();
        Map<String, Rule> rules = new LinkedHashMap<>();
        Path state = config.paths().runtimeDirectory().getParent();
        if (state != null) {
            add(top, state, true, rules);
        }
        Path folder = examination.file().getParent();
        if (folder != null) {
            add(top, folder.resolve("cliproxyapi.yaml"), false, rules);
        }
        if (LiteralSecrets.isIn(config)) {
            add(top, examination.file(), false, rules);
        }
        rules.put("any.key", new Rule("*.key", false));
        rules.put(".env", new Rule(".env", Files.exists(top.resolve(".env"))));
        return rules;
    }

    private static void add(Path top, Path path, boolean isFolder, Map<String, Rule> rules) {
        String relative = within(top, path);
        if (relative != null) {
            rules.put(
                    isFolder ? relative + "/any" : relative,
                    new Rule("/" + relative + (isFolder ? "/" : ""), Files.exists(path)));
        }
    }

    /** Git names its folder with all symbolic links resolved. */
    private static @Nullable String within(Path top, Path path) {
        Path parent = path.getParent();
        try {
            Path real =
                    parent != null && Files.exists(parent) ? parent.toRealPath().resolve(path.getFileName()) : path;
            return real.startsWith(top) && !real.equals(top)
                    ? top.relativize(real).toString()
                    : null;
        } catch (IOException unreadable) {
            return null;
        }
    }

    private static String command(GitRepository repository, List<Rule> missing) {
        List<String> words = new ArrayList<>();
        missing.forEach(rule -> words.add("'" + rule.pattern().replace("'", "'\\''") + "'"));
        // The file's last line may lack its end.
        return "printf '%s\\n' '' " + String.join(" ", words) + " >> "
                + ShellWord.of(repository.folder().resolve(".gitignore"));
    }
}
