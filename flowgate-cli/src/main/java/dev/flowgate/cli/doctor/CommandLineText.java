package dev.flowgate.cli.doctor;

import dev.flowgate.secret.SecretKeys;
import java.util.ArrayList;
import java.util.List;

/** Another program's command line, without what may be a secret in it. */
final class CommandLineText {
    private static final String HIDDEN = "***";

    private CommandLineText() {}

    static String withoutSecrets(String commandLine) {
        List<String> shown = new ArrayList<>();
        boolean hideNext = false;
        for (String word : commandLine.split(" ", -1)) {
            int equals = word.indexOf('=');
            String name = equals < 0 ? word : word.substring(0, equals);
            boolean isSecret = SecretKeys.isSecret(name.replaceFirst("^-+", "").replace('-', '_'));
            if (hideNext) {
                shown.add(HIDDEN);
            } else if (isSecret && equals > 0) {
                shown.add(name + "=" + HIDDEN);
            } else {
                shown.add(word.startsWith("sk-") || word.matches(".*://[^/]*@.*") ? HIDDEN : word);
            }
            hideNext = !hideNext && isSecret && equals < 0 && word.startsWith("-");
        }
        return String.join(" ", shown);
    }
}
