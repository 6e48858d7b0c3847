package dev.flowgate.cli.doctor;

import dev.flowgate.config.CommandConfig;
import dev.flowgate.config.ServiceConfig;
import dev.flowgate.process.install.InstallException;
import dev.flowgate.process.install.PythonRuntime;

/** There is a Python that LiteLLM's environment can be made with, where FlowGate is to make one. */
final class PythonCheck implements Check {
    @Override
    public String name() {
        return "python";
    }

    @Override
    public Finding look(Examination examination) throws InterruptedException {
        CommandConfig command = ServiceProgram.command(examination, ServiceConfig.LITELLM);
        if (command == null
                || !ServiceProgram.isInstalled(command, examination.config().paths())) {
            return Finding.skipped("no LiteLLM that FlowGate installs is configured");
        }
        PythonRuntime.Builder runtime = PythonRuntime.builder(
                        examination.config().paths().runtimeDirectory())
                .environment(examination.environment());
        String configured = examination.config().bootstrap().python();
        PythonRuntime python = (configured == null ? runtime : runtime.interpreter(configured)).build();
        try {
            return Finding.builder().detail("interpreter", python.interpreter()).build();
        } catch (InstallException none) {
            Remark remark = Remark.advised("The message says what to install.", String.valueOf(none.getMessage()));
            // What is installed has its own, which it goes on with.
            return (python.installed().isPresent()
                            ? Finding.builder().warning(remark)
                            : Finding.builder().problem(remark))
                    .build();
        }
    }
}
