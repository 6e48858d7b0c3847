package dev.flowgate.cli.doctor;

import dev.flowgate.auth.AuthMethodRegistry;
import dev.flowgate.auth.AuthProviders;
import dev.flowgate.auth.ProviderStatus;
import dev.flowgate.auth.spi.HeldCredential;
import dev.flowgate.cli.workspace.ShellWord;
import dev.flowgate.event.EventLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What the configuration needs a login for has one that is good. Nothing is spent at any provider. */
final class LoginsCheck implements Check {
    @Override
    public String name() {
        return "logins";
    }

    @Override
    public Finding look(Examination examination) throws InterruptedException {
        AuthProviders providers = AuthProviders.builder(examination.config())
                .registry(AuthMethodRegistry.discovered())
                .events(EventLog.at(examination.config().paths().eventLog()))
                .clock(examination.clock())
                .build();
        Set<String> needed = examination.config().storedCredentials();
        Finding.Builder finding = Finding.builder();
        List<String> loggedIn = new ArrayList<>();
        for (ProviderStatus status : providers.status()) {
            String name = status.summary().name();
            if (!status.credentials().isEmpty()) {
                loggedIn.add(name);
            }
            if (status.summary().configured() || needed.contains(name)) {
                look(examination, status, needed.contains(name), finding);
            }
        }
        return finding.detail("logged_in", loggedIn.isEmpty() ? "none" : String.join(",", loggedIn))
                .build();
    }

    private static void look(
            Examination examination, ProviderStatus status, boolean isNeeded, Finding.Builder finding) {
        String name = status.summary().name();
        String login = examination.command() + " auth login " + ShellWord.of(name);
        String problem = status.problem() == null ? status.summary().problem() : status.problem();
        if (problem != null) {
            finding.warning(Remark.advised(examination.command() + " auth status tells more.", name + ": " + problem));
        } else if (isNeeded && status.credentials().isEmpty()) {
            finding.problem(Remark.repairedBy(login, "nobody is logged in to " + name + ", whose key models use"));
        }
        for (HeldCredential credential : status.credentials()) {
            String whose = name + (credential.account() == null ? "" : " (" + credential.account() + ")");
            if (credential.problem() != null) {
                finding.problem(Remark.repairedBy(login, "the login to " + whose + ": " + credential.problem()));
            }
        }
    }
}
