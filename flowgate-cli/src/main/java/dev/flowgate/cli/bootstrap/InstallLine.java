package dev.flowgate.cli.bootstrap;

import dev.flowgate.process.install.InstallProgress;
import dev.flowgate.process.install.InstallProgress.Phase;
import java.util.Locale;
import java.util.OptionalLong;

/** How far an installation has come, in words, and as a bar where there is something to count. */
final class InstallLine {
    private static final int BAR = 24;
    private static final double MEGABYTE = 1_000_000;

    private InstallLine() {}

    /** Says what is being done, for all packages the same: there are some hundred of them. */
    static String words(InstallProgress progress) {
        String subject = progress.subject();
        return switch (progress.phase()) {
            case RESOLVING -> "looking up " + subject;
            case DOWNLOADING -> "downloading " + subject;
            case VERIFYING -> "comparing the checksum of " + subject;
            case UNPACKING -> "unpacking " + subject;
            case CREATING_ENVIRONMENT -> "making a Python environment with " + subject;
            case INSTALLING_PACKAGES -> "installing packages";
            case VALIDATING -> "trying " + subject;
            case ACTIVATING -> "putting " + subject + " in place";
        };
    }

    /**
     * Says what is being done and how much of it is done.
     *
     * @param perSecond how many bytes come in a second; 0 when that is not known
     */
    static String counted(InstallProgress progress, double perSecond) {
        boolean bytes = progress.phase() == Phase.DOWNLOADING;
        if (!bytes && progress.phase() != Phase.INSTALLING_PACKAGES) {
            return words(progress);
        }
        StringBuilder line = new StringBuilder(words(progress));
        OptionalLong total = progress.total();
        if (total.isPresent() && total.getAsLong() > 0) {
            double share = Math.min(1, (double) progress.done() / total.getAsLong());
            int filled = (int) Math.round(share * BAR);
            line.append("  [")
                    .append("#".repeat(filled))
                    .append("-".repeat(BAR - filled))
                    .append("] ")
                    .append((int) (share * 100))
                    .append(" %");
        }
        line.append("  ").append(amount(progress.done(), bytes));
        total.ifPresent(count -> line.append(" of ").append(amount(count, bytes)));
        if (bytes) {
            line.append(" MB");
            if (perSecond > 0) {
                line.append(String.format(Locale.ROOT, "  %.1f MB/s", perSecond / MEGABYTE));
            }
        } else {
            line.append(" packages, ").append(progress.subject());
        }
        return line.toString();
    }

    private static String amount(long count, boolean bytes) {
        return bytes ? String.format(Locale.ROOT, "%.1f", count / MEGABYTE) : Long.toString(count);
    }
}
