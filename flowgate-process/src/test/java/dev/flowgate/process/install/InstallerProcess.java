package dev.flowgate.process.install;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Installs LiteLLM in a process of its own, which can be killed. */
final class InstallerProcess {
    private InstallerProcess() {}

    static Process start(Path runtime, Map<String, String> environment) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                InstallerProcess.class.getName(),
                runtime.toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.start();
    }

    /**
     * Installs.
     *
     * @param arguments the runtime folder
     */
    public static void main(String[] arguments) throws InterruptedException {
        PythonRuntime.builder(Path.of(arguments[0])).build().install();
    }
}
