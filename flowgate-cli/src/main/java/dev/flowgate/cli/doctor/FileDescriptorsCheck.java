package dev.flowgate.cli.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Processes may open as many files and connections as a router needs. */
final class FileDescriptorsCheck implements Check {
    /** Two for each request, and what the JVM has open itself. */
    private static final long FEW = 4096;

    private static final long TOO_FEW = 256;
    /** A line of {@code /proc/PID/limits} (proc(5)): the soft and the hard limit. */
    private static final Pattern LIMIT = Pattern.compile("(?m)^Max open files +(\\d+|unlimited)");

    private final Path limits;

    FileDescriptorsCheck() {
        this(Path.of("/proc/self/limits"));
    }

    FileDescriptorsCheck(Path limits) {
        this.limits = limits;
    }

    @Override
    public String name() {
        return "file_descriptors";
    }

    @Override
    public boolean needsConfiguration() {
        return false;
    }

    @Override
    public Finding look(Examination examination) throws IOException {
        if (!Files.isReadable(limits)) {
            return Finding.skipped("this system does not tell its limits in " + limits);
        }
        Matcher line = LIMIT.matcher(Files.readString(limits));
        OptionalLong limit = line.find() && !line.group(1).equals("unlimited")
                ? OptionalLong.of(Long.parseLong(line.group(1)))
                : OptionalLong.empty();
        if (limit.isEmpty()) {
            return Finding.builder().detail("limit", "unlimited").build();
        }
        // Java raises its own limit as far as it may, so that this is the hard one.
        Remark remark = Remark.advised(
                "Raise the hard limit (nofile in /etc/security/limits.conf, LimitNOFILE= of a systemd unit) to 65536.",
                "a process may have " + limit.getAsLong() + " files and connections open; each request takes two");
        Finding.Builder finding = Finding.builder().detail("limit", limit.getAsLong());
        if (limit.getAsLong() < TOO_FEW) {
            finding.problem(remark);
        } else if (limit.getAsLong() < FEW) {
            finding.warning(remark);
        }
        return finding.build();
    }
}
