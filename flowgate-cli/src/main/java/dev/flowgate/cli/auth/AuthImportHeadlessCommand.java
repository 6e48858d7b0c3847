package dev.flowgate.cli.auth;

import dev.flowgate.auth.ImportOptions;
import dev.flowgate.auth.ImportedFile;
import dev.flowgate.auth.spi.AuthException;
import dev.flowgate.cli.output.Flattened;
import dev.flowgate.cli.output.Report;
import dev.flowgate.cli.output.Spoken;
import dev.flowgate.cli.output.Style;
import dev.flowgate.cli.workspace.ExitCode;
import dev.flowgate.cli.workspace.Workspace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code auth import-headless}: takes another program's credentials over for CLIProxyAPI. */
@Command(name = "import-headless", description = "Take over the credentials of another program, such as the Codex CLI.")
final class AuthImportHeadlessCommand implements Callable<Integer> {
    private final Workspace workspace;

    @Parameters(paramLabel = "PROVIDER", description = "The provider, such as codex; see: auth list.")
    String provider = "";

    @Option(
            names = "--source",
            paramLabel = "FILE",
            description = "The other program's file; default: where it usually is.")
    @Nullable Path source;

    @Option(
            names = "--dest-dir",
            paramLabel = "DIR",
            description = "The folder to write to; default: the one that CLIProxyAPI reads.")
    @Nullable Path destinationDirectory;

    AuthImportHeadlessCommand(Workspace workspace) {
        this.workspace = workspace;
    }

    @Override
    public Integer call() {
        ConfiguredProviders providers = ConfiguredProviders.of(workspace);
        try {
            List<ImportedFile> files =
                    providers.library().importHeadless(provider, new ImportOptions(source, destinationDirectory));
            workspace.output().print(new Imported(provider, files));
            files.stream()
                    .flatMap(file -> file.warnings().stream())
                    .distinct()
                    .map(providers::asTyped)
                    .forEach(workspace.output()::warning);
            return ExitCode.DONE;
        } catch (AuthException failure) {
            throw providers.importFailure(provider, failure, providers.imports(provider) ? again() : "auth list");
        }
    }

    private String again() {
        return "auth import-headless " + provider + " --source FILE"
                + (destinationDirectory == null ? "" : " --dest-dir DIR");
    }

    private record Imported(String provider, List<ImportedFile> files) implements Report {
        @Override
        public List<String> text(Style style) {
            List<String> lines = new ArrayList<>();
            for (ImportedFile file : files) {
                lines.add(style.mark(true) + " imported " + style.strong(provider)
                        + (file.account() == null ? "" : " as " + Spoken.printable(file.account())));
                lines.add("  from " + file.source());
                lines.add("  to " + file.file());
                if (file.expiresAt() != null) {
                    lines.add("  until " + Spoken.time(file.expiresAt()));
                }
            }
            return lines;
        }

        @Override
        public List<String> kv() {
            return files.stream()
                    .map(file -> "saved_auth=" + Flattened.value(file.file()))
                    .toList();
        }

        @Override
        public Object json() {
            List<Map<String, @Nullable Object>> list = new ArrayList<>();
            for (ImportedFile file : files) {
                Map<String, @Nullable Object> entry = new LinkedHashMap<>();
                entry.put("saved_auth", file.file().toString());
                entry.put("source", file.source().toString());
                entry.put("account", file.account());
                entry.put(
                        "expires_at",
                        file.expiresAt() == null ? null : file.expiresAt().toString());
                entry.put("warnings", file.warnings());
                list.add(entry);
            }
            Map<String, @Nullable Object> members = new LinkedHashMap<>();
            members.put("provider", provider);
            members.put("files", list);
            return members;
        }
    }
}
