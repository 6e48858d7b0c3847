package dev.flowgate.cli.doctor;

import dev.flowgate.cli.workspace.ExitCode;
import dev.flowgate.cli.workspace.Workspace;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code doctor}: one page of what is in order and what is not, each with its repair. */
@Command(
        name = "doctor",
        description =
                "Check everything that can keep FlowGate from working, each with its repair; exit code 1 if a check"
                        + " fails, 2 if the configuration cannot be used.")
public final class DoctorCommand implements Callable<Integer> {
    private final Workspace workspace;

    @Option(
            names = "--fix",
            description =
                    "Repair what is safe: permissions, folders, records of services that have ended, missing files of"
                            + " the profile, values of cliproxyapi.yaml.")
    boolean fix;

    @Option(names = "--check", paramLabel = "NAME", split = ",", description = "Only these checks; default: all.")
    List<String> checks = List.of();

    /** Makes the verb. */
    public DoctorCommand(Workspace workspace) {
        this.workspace = workspace;
    }

    @Override
    public Integer call() throws InterruptedException {
        Examination examination =
                Examination.of(workspace.configFile(), workspace.command(), System.getenv(), Clock.systemUTC());
        List<Check> chosen = Checks.named(checks, examination);
        Doctor doctor = new Doctor();
        DoctorReport report =
                new DoctorReport(fix ? doctor.repair(chosen, examination) : doctor.examine(chosen, examination));
        workspace.output().print(report);
        if (!report.isConfigured()) {
            return ExitCode.USAGE;
        }
        return report.isHealthy() ? ExitCode.DONE : ExitCode.FAILED;
    }
}
