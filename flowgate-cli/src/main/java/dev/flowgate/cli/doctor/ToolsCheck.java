package dev.flowgate.cli.doctor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The programs of the operating system are there that services are started and kept with. */
final class ToolsCheck implements Check {
    private static final String INSTALL =
            "Install the package util-linux with the system's package manager; it has setsid, flock and fallocate.";

    private final String operatingSystem;
    private final Predicate<String> isThere;

    ToolsCheck() {
        this(System.getProperty("os.name", "unknown"), ToolsCheck::isInstalled);
    }

    ToolsCheck(String operatingSystem, Predicate<String> isThere) {
        this.operatingSystem = operatingSystem;
        this.isThere = isThere;
    }

    @Override
    public String name() {
        return "tools";
    }

    @Override
    public boolean needsConfiguration() {
        return false;
    }

    @Override
    public Finding look(Examination examination) {
        if (!operatingSystem.equals("Linux")) {
            return Finding.skipped("services are supervised on Linux only, and this is " + operatingSystem);
        }
        Finding.Builder finding = Finding.builder();
        List<String> found = new ArrayList<>();
        for (String tool : List.of("sh", "setsid", "flock", "fallocate")) {
            if (isThere.test(tool)) {
                found.add(tool);
            } else if (tool.equals("fallocate")) {
                finding.warning(Remark.advised(
                        INSTALL, "fallocate is missing: lines of a log can be lost when it is put aside"));
            } else {
                finding.problem(Remark.advised(INSTALL, tool + " is missing: no service can be started properly"));
            }
        }
        return finding.detail("found", String.join(",", found)).build();
    }

    private static boolean isInstalled(String tool) {
        return Files.isExecutable(Path.of("/usr/bin", tool)) || Files.isExecutable(Path.of("/bin", tool));
    }
}
