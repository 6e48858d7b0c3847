package dev.flowgate.cli.doctor;

import dev.flowgate.config.CommandConfig;
import dev.flowgate.config.ServiceConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The program of the service {@code cliproxyapi_plus} is CLIProxyAPI; its banner says which version. */
final class CliProxyApiVersionCheck implements Check {
    /** The first line that it prints, whatever it is called with. */
    private static final Pattern BANNER = Pattern.compile("CLIProxyAPI(?:Plus)? Version: ([^,\\s]+)(?:,.*)?");

    @Override
    public String name() {
        return "cliproxyapi_version";
    }

    @Override
    public Finding look(Examination examination) throws IOException, InterruptedException {
        CommandConfig command = ServiceProgram.command(examination, ServiceConfig.CLIPROXYAPI_PLUS);
        if (command == null) {
            return Finding.skipped("no CLIProxyAPI is configured");
        }
        Optional<Path> program = ServiceProgram.find(command, examination);
        if (program.isEmpty()) {
            return Finding.skipped("it is not installed, which the check runtime_binaries tells");
        }
        // It reads no configuration and opens no port then.
        ProgramRun run = ProgramRun.of(
                Path.of("").toAbsolutePath(), List.of(program.get().toString(), "-h"));
        Matcher banner = BANNER.matcher(run.out().lines().findFirst().orElse(""));
        if (banner.matches()) {
            return Finding.builder()
                    .detail("version", banner.group(1))
                    .detail("path", program.get())
                    .build();
        }
        String text = program.get() + " does not answer to -h with the banner of CLIProxyAPI (exit code "
                + run.exitCode() + ")";
        boolean isOurs =
                ServiceProgram.isInstalled(command, examination.config().paths());
        return Finding.builder()
                .detail("version", "unknown")
                .problem(
                        isOurs
                                ? Remark.repairedBy(
                                        examination.command() + " bootstrap download " + ServiceConfig.CLIPROXYAPI_PLUS,
                                        text)
                                : Remark.advised("Correct services.cliproxyapi_plus.command.args.", text))
                .build();
    }
}
