package dev.flowgate.process.install;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Counts packages in what pip and uv print while they install. */
final class PackageProgress {
    /** pip names each package once before it fetches it, and those of the lock that this Python does without. */
    private static final Pattern PIP = Pattern.compile("Collecting ([A-Za-z0-9._-]+)==.*");

    /** From then on it says nothing, for as long as the fetching took. */
    private static final Pattern PIP_FETCHED = Pattern.compile("Installing collected packages: .*");

    private static final Pattern PIP_IGNORED = Pattern.compile("Ignoring [A-Za-z0-9._-]+: markers .*");

    /** uv tells how many there are, then which large ones it has fetched, then each that it has installed. */
    private static final Pattern UV_TOTAL = Pattern.compile("Resolved (\\d{1,6}) packages? in .*");

    private static final Pattern UV_FETCHED = Pattern.compile("\\s*Downloaded ([A-Za-z0-9._-]+).*");
    private static final Pattern UV_INSTALLED = Pattern.compile(" \\+ ([A-Za-z0-9._-]+)==.*");

    private final InstallProgress.Listener listener;
    private long total;
    private long done;

    /**
     * Creates a count.
     *
     * @param packages how many packages the lock names
     * @param listener is told whenever the count changes
     */
    PackageProgress(int packages, InstallProgress.Listener listener) {
        this.total = packages;
        this.listener = listener;
    }

    /** Takes a line of output. */
    void line(String line) {
        Matcher collecting = PIP.matcher(line);
        Matcher installed = UV_INSTALLED.matcher(line);
        Matcher fetched = UV_FETCHED.matcher(line);
        Matcher resolved = UV_TOTAL.matcher(line);
        if (collecting.matches()) {
            tell(collecting.group(1), 1);
        } else if (installed.matches()) {
            tell(installed.group(1), 1);
        } else if (fetched.matches()) {
            tell(fetched.group(1), 0);
        } else if (resolved.matches()) {
            total = Long.parseLong(resolved.group(1));
        } else if (PIP_FETCHED.matcher(line).matches()) {
            tell("putting them in place", 0);
        } else if (PIP_IGNORED.matcher(line).matches()) {
            total--;
        }
    }

    private void tell(String subject, int more) {
        done = Math.min(done + more, total);
        listener.progress(
                new InstallProgress(InstallProgress.Phase.INSTALLING_PACKAGES, subject, done, OptionalLong.of(total)));
    }
}
