package dev.flowgate.auth.imports;

import dev.flowgate.auth.spi.AuthContext;
import dev.flowgate.auth.spi.AuthException;
import dev.flowgate.auth.spi.CredentialImporter;
import dev.flowgate.auth.spi.ImportedCredential;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Takes over the GitHub logins of an editor's Copilot plugin from {@code apps.json} or {@code hosts.json}. */
public final class CopilotImporter implements CredentialImporter {
    private static final String PROVIDER = "copilot";
    private static final String SERVER_TYPE = "github-copilot";
    private static final OtherProgram COPILOT =
            new OtherProgram("GitHub Copilot", "log in with your editor's Copilot plugin");
    // The keys are the host, in apps.json with the client that the user logged in with behind a colon. The server
    // renews
    // as the plugin does, so that a login of the plugin's own client suits it best.
    private static final String HOST = "github.com";
    private static final String PLUGIN_CLIENT = HOST + ":Iv1.b507a08c87ecfe98";

    /** Creates the importer. */
    public CopilotImporter() {}

    @Override
    public String provider() {
        return PROVIDER;
    }

    @Override
    public Set<String> aliases() {
        return Set.of(SERVER_TYPE);
    }

    @Override
    public List<Path> sources(AuthContext context) {
        List<Path> sources = new ArrayList<>();
        Places.folder(context, "LOCALAPPDATA").ifPresent(folder -> addFiles(folder, sources));
        addFiles(
                Places.folder(context, "XDG_CONFIG_HOME")
                        .orElseGet(() -> Places.home(context).resolve(".config")),
                sources);
        return List.copyOf(sources);
    }

    @Override
    public String whenMissing(AuthContext context) {
        return COPILOT.whenMissing();
    }

    @Override
    public List<ImportedCredential> read(Path source, AuthContext context) throws IOException {
        Map<String, ImportedCredential> byFileName = new LinkedHashMap<>();
        Set<String> otherHosts = new TreeSet<>();
        for (Map.Entry<String, SourceMembers> login :
                SourceMembers.read(source, COPILOT).objects().entrySet()) {
            String client = login.getKey();
            String host = client.split(":", 2)[0];
            if (!HOST.equals(host)) {
                AccountName.printable(host).ifPresent(otherHosts::add);
                continue;
            }
            ImportedCredential credential = credential(login.getValue(), source, context);
            if (PLUGIN_CLIENT.equals(client)) {
                byFileName.put(credential.fileName(), credential);
            } else {
                byFileName.putIfAbsent(credential.fileName(), credential);
            }
        }
        if (byFileName.isEmpty()) {
            String others = otherHosts.isEmpty()
                    ? ""
                    : " It has logins at " + String.join(", ", otherHosts) + ", which CLIProxyAPI cannot use.";
            throw new AuthException(source + " holds no login at " + HOST + "." + others + " " + COPILOT.whenMissing());
        }
        return List.copyOf(byFileName.values());
    }

    private static ImportedCredential credential(SourceMembers login, Path source, AuthContext context) {
        AccountName account = AccountName.of(login.text("user").orElse(null), context, source);
        FileMembers members = FileMembers.ofType(SERVER_TYPE)
                .add("access_token", login.requiredText("oauth_token"))
                .add("token_type", "bearer")
                .add("scope", login.text("scope").orElse(null))
                .add("username", account.text());
        ImportWarnings warnings = new ImportWarnings(source, context)
                .account(account, context)
                .add("Only CLIProxyAPIPlus uses Copilot logins; CLIProxyAPI gets no models from this file.");
        return new ImportedCredential(
                SERVER_TYPE + "-" + account.inFileName() + ".json",
                members.toMap(),
                account.label(),
                null,
                warnings.list());
    }

    private static void addFiles(Path folder, List<Path> sources) {
        Path copilot = folder.resolve("github-copilot");
        sources.add(copilot.resolve("apps.json"));
        sources.add(copilot.resolve("hosts.json"));
    }
}
