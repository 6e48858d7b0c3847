package dev.flowgate.cli;

import dev.flowgate.secret.SecretKeys;
import dev.flowgate.secret.SecretReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Hides the secrets in a line of a configuration that is to be shown as it is. */
final class SecretLine {
    private static final Pattern MEMBER =
            Pattern.compile("([\"']?)([A-Za-z0-9_.-]+)\\1(\\s*:\\s*)(\"[^\"]*\"|'[^']*'|[^\\s,{}\\[\\]][^,{}]*)");

    private SecretLine() {}

    static String hide(String line) {
        Matcher member = MEMBER.matcher(line);
        StringBuilder shown = new StringBuilder();
        while (member.find()) {
            boolean secret = SecretKeys.isSecret(member.group(2))
                    && !member.group(4).contains(SecretReference.ENVIRONMENT_PREFIX);
            String text =
                    secret ? member.group().substring(0, member.start(4) - member.start()) + "***" : member.group();
            member.appendReplacement(shown, Matcher.quoteReplacement(text));
        }
        return member.appendTail(shown).toString();
    }
}
