package dev.flowgate.cli.doctor;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Services outlive the login they were started from: systemd-logind kills what a user leaves behind when
 * {@code KillUserProcesses} is set, unless the user may linger (logind.conf(5), loginctl(1)).
 */
final class LogoutCheck implements Check {
    private static final Pattern SETTING = Pattern.compile("(?m)^\\s*KillUserProcesses\\s*=\\s*(\\S+)");
    /** Later folders win over earlier ones with the same file name; drop-ins count in the order of their names. */
    private static final List<String> DROP_INS = List.of(
            "usr/lib/systemd/logind.conf.d",
            "usr/local/lib/systemd/logind.conf.d",
            "run/systemd/logind.conf.d",
            "etc/systemd/logind.conf.d");

    private final Path root;
    private final String user;

    LogoutCheck() {
        this(Path.of("/"), System.getProperty("user.name", ""));
    }

    LogoutCheck(Path root, String user) {
        this.root = root;
        this.user = user;
    }

    @Override
    public String name() {
        return "logout";
    }

    @Override
    public boolean needsConfiguration() {
        return false;
    }

    @Override
    public Finding look(Examination examination) throws IOException {
        if (!Files.isDirectory(root.resolve("run/systemd/system"))) {
            return Finding.skipped("no systemd runs here, so nothing ends processes at a logout");
        }
        boolean lingers = Files.exists(root.resolve("var/lib/systemd/linger").resolve(user));
        boolean kills = killsProcesses();
        Finding.Builder finding =
                Finding.builder().detail("kills", kills ? "yes" : "no").detail("linger", lingers ? "yes" : "no");
        if (kills && !lingers && !user.equals("root")) {
            finding.warning(Remark.repairedBy(
                    "loginctl enable-linger", "systemd ends the services when you log out (KillUserProcesses=yes)"));
        }
        return finding.build();
    }

    private boolean killsProcesses() throws IOException {
        TreeMap<String, Path> files = new TreeMap<>();
        for (String folder : DROP_INS) {
            Path dropIns = root.resolve(folder);
            if (Files.isDirectory(dropIns)) {
                try (DirectoryStream<Path> found = Files.newDirectoryStream(dropIns, "*.conf")) {
                    found.forEach(file -> files.put(file.getFileName().toString(), file));
                }
            }
        }
        boolean kills = false;
        Path main = root.resolve("etc/systemd/logind.conf");
        if (Files.isReadable(main)) {
            kills = setting(main, kills);
        }
        for (Path file : files.values()) {
            kills = Files.isReadable(file) ? setting(file, kills) : kills;
        }
        return kills;
    }

    private static boolean setting(Path file, boolean before) throws IOException {
        boolean value = before;
        Matcher setting = SETTING.matcher(Files.readString(file));
        while (setting.find()) {
            value = List.of("yes", "true", "on", "1").contains(setting.group(1));
        }
        return value;
    }
}
