package dev.flowgate.cli.bootstrap;

import dev.flowgate.config.FlowGateConfig;
import dev.flowgate.config.ServiceConfig;
import dev.flowgate.process.install.InstallProgress;
import dev.flowgate.process.install.Installation;
import dev.flowgate.process.install.LiteLlmReleases;
import dev.flowgate.process.install.PythonRuntime;
import java.util.Optional;

/** The real LiteLLM, of the version that belongs to this release of FlowGate. */
record LiteLlmProgram(FlowGateConfig config, InstallChoice choice) implements Program {
    @Override
    public String service() {
        return ServiceConfig.LITELLM;
    }

    @Override
    public Optional<Installation> installed() {
        return builder().build().installed();
    }

    @Override
    public Installation install(InstallProgress.Listener listener) throws InterruptedException {
        return builder().listener(listener).build().install();
    }

    @Override
    public String wanted(InstallProgress.Listener listener) {
        return LiteLlmReleases.VERSION;
    }

    @Override
    public Optional<Installation> rollBack() throws InterruptedException {
        return builder().build().rollBack();
    }

    private PythonRuntime.Builder builder() {
        PythonRuntime.Builder builder =
                PythonRuntime.builder(config.paths().runtimeDirectory()).offline(choice.offline);
        if (config.bootstrap().python() != null) {
            builder.interpreter(config.bootstrap().python());
        }
        if (choice.from != null) {
            builder.from(choice.from);
        }
        return builder;
    }
}
