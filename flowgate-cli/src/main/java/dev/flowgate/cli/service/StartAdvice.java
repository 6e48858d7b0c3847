package dev.flowgate.cli.service;

import dev.flowgate.cli.real.RealServices;
import dev.flowgate.config.FlowGateConfig;
import dev.flowgate.config.ServiceConfig;
import dev.flowgate.process.ProcessException;
import dev.flowgate.process.ProcessFailure;
import dev.flowgate.process.ServiceSpec;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What to do when a service does not start.
 *
 * @param command how the user calls FlowGate
 */
record StartAdvice(FlowGateConfig config, String command) {
    /** Fails for a program that is known to do harm, before anything of it is run. */
    static void requireHarmless(ServiceConfig service, ServiceSpec spec) {
        RealServices.refusal(service, spec, System.getenv("PATH")).ifPresent(refusal -> {
            throw new ProcessException(
                    service.name() + " must not be started: " + refusal,
                    new ProcessFailure.ProgramNotRunnable(spec.command().get(0)));
        });
    }

    /** Adds the command that helps on, where there is one. */
    ProcessException added(ProcessException failed, String service) {
        ProcessFailure failure = failed.failure();
        if (failure instanceof ProcessFailure.NotReady || failure instanceof ProcessFailure.EarlyExit) {
            return withLine(failed, "Its log: " + command + " service logs " + service);
        }
        return failure instanceof ProcessFailure.ProgramNotRunnable missing && isToInstall(missing.program(), service)
                ? withLine(failed, "To install it: " + command + " bootstrap download " + service)
                : failed;
    }

    /** Tells whether nothing is in place where FlowGate would install it. */
    private boolean isToInstall(String program, String service) {
        if (!service.equals(ServiceConfig.LITELLM) && !service.equals(ServiceConfig.CLIPROXYAPI_PLUS)) {
            return false;
        }
        Path installed = config.paths().installedProgram(service);
        return program.equals(installed.toString()) && !Files.exists(installed);
    }

    /** Adds a line to what is said. */
    static ProcessException withLine(ProcessException failed, String line) {
        return new ProcessException(failed.getMessage() + "\n" + line, failed.failure(), failed);
    }
}
