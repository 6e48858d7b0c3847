package dev.flowgate.cli.doctor;

import dev.flowgate.config.ServiceConfig;
import dev.flowgate.process.ServiceStatus;
import dev.flowgate.process.ServiceSupervisor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Java is new enough, and what runs on it has not been replaced on the disk since. */
final class JavaCheck implements Check {
    private static final int OLDEST = 17;

    private final Runtime.Version version;
    private final String vendor;
    private final Path home;

    JavaCheck() {
        this(Runtime.version(), System.getProperty("java.vendor", "unknown"), Path.of(System.getProperty("java.home")));
    }

    JavaCheck(Runtime.Version version, String vendor, Path home) {
        this.version = version;
        this.vendor = vendor;
        this.home = home;
    }

    @Override
    public String name() {
        return "java";
    }

    @Override
    public boolean needsConfiguration() {
        return false;
    }

    @Override
    public Finding look(Examination examination) {
        Finding.Builder finding = Finding.builder()
                .detail("version", version)
                .detail("vendor", vendor)
                .detail("home", home);
        if (version.feature() < OLDEST) {
            finding.problem(Remark.advised(
                    "Install a JDK from " + OLDEST + " on, and name its java in FLOWGATE_JAVA.",
                    "Java " + version.feature() + " is too old; FlowGate needs " + OLDEST + " or newer"));
        }
        if (examination.loaded() != null) {
            outdated(examination, finding);
        }
        return finding.build();
    }

    /** A process whose program was replaced or removed goes on with the old one. */
    private static void outdated(Examination examination, Finding.Builder finding) {
        ServiceSupervisor supervisor = examination.supervisor();
        Map<String, String> repairs = Map.of(
                ServiceConfig.LITELLM,
                " service restart " + ServiceConfig.LITELLM,
                ServiceConfig.SUPERVISOR,
                " service stop " + ServiceConfig.SUPERVISOR + " && " + examination.command() + " up --supervise");
        for (String service : supervisor.known()) {
            String repair = repairs.get(service);
            if (repair != null
                    && supervisor.status(service) instanceof ServiceStatus.Running running
                    && isReplaced(running.instance().pid())) {
                finding.warning(Remark.repairedBy(
                        examination.command() + repair,
                        service + " (pid " + running.instance().pid()
                                + ") runs on a program that has been replaced since it was started"));
            }
        }
    }

    /** The kernel says so in the link to a process's program (proc(5), {@code /proc/PID/exe}). */
    private static boolean isReplaced(long pid) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/" + pid + "/exe"))
                    .toString()
                    .endsWith(" (deleted)");
        } catch (IOException notToBeSeen) {
            return false;
        }
    }
}
