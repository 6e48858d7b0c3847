package dev.flowgate.cli.doctor;

import dev.flowgate.config.ServiceConfig;
import dev.flowgate.process.PortOwner;
import dev.flowgate.process.ServiceStatus;
import dev.flowgate.process.ServiceSupervisor;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Each configured port is free, or held by the service that it belongs to. */
final class PortsCheck implements Check {
    @Override
    public String name() {
        return "ports";
    }

    @Override
    public Finding look(Examination examination) {
        Finding.Builder finding = Finding.builder();
        ServiceSupervisor supervisor = examination.supervisor();
        Map<Integer, String> taken = new HashMap<>();
        List<String> ports = new ArrayList<>();
        for (ServiceConfig service : examination.enabledServices(service -> service.port() != 0)) {
            ports.add(Integer.toString(service.port()));
            String other = taken.putIfAbsent(service.port(), service.name());
            if (other != null) {
                finding.problem(Remark.advised(
                        change(service), other + " and " + service.name() + " both want port " + service.port()));
                continue;
            }
            Optional<PortOwner> owner = PortOwner.find(service.host(), service.port());
            if (owner.isPresent() && !isOwn(owner.get(), service, supervisor.status(service.name()))) {
                finding.problem(held(examination, service, owner.get()));
            }
        }
        return finding.detail("ports", String.join(",", ports)).countIssues().build();
    }

    private static boolean isOwn(PortOwner owner, ServiceConfig service, ServiceStatus status) {
        return owner instanceof PortOwner.Visible visible
                && service.name().equals(visible.service())
                && status instanceof ServiceStatus.Running running
                && isWithin(visible.pid(), running.instance().pid());
    }

    /** Workers of a service hold its port as well as its first process does. */
    private static boolean isWithin(long pid, long root) {
        Optional<ProcessHandle> process = ProcessHandle.of(pid);
        while (process.isPresent()) {
            if (process.get().pid() == root) {
                return true;
            }
            process = process.get().parent();
        }
        return false;
    }

    private static Remark held(Examination examination, ServiceConfig service, PortOwner owner) {
        String text = "port " + service.port() + " of " + service.name() + " is held by ";
        if (!(owner instanceof PortOwner.Visible visible)) {
            return Remark.advised("Stop it as its owner, or as root. " + change(service), text + owner.describe());
        }
        String process = "pid " + visible.pid() + " (" + CommandLineText.withoutSecrets(visible.command())
                + started(visible.startedAt()) + ")";
        String name = visible.service();
        if (name != null
                && holdsFileBelow(visible.pid(), examination.config().paths().runtimeDirectory())) {
            return Remark.repairedBy(
                    examination.command() + " service adopt " + service.name(),
                    text + process + ", which is " + name + " itself, without a record of it");
        }
        return new Remark(
                text + process + (name == null ? "" : ", the service " + name + " of another folder"),
                "kill " + visible.pid(),
                "If that process is to go on: " + change(service));
    }

    /** A service holds the lock of its own runtime folder open. */
    private static boolean holdsFileBelow(long pid, Path folder) {
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(Path.of("/proc/" + pid + "/fd"))) {
            for (Path descriptor : descriptors) {
                if (Files.isSymbolicLink(descriptor)
                        && Files.readSymbolicLink(descriptor).startsWith(folder)) {
                    return true;
                }
            }
        } catch (IOException goneOrNotToBeSeen) {
            return false;
        }
        return false;
    }

    private static String change(ServiceConfig service) {
        return "Change services." + service.name() + ".port to a free one.";
    }

    private static String started(@Nullable Instant at) {
        return at == null
                ? ""
                : ", started "
                        + DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm").format(at.atZone(ZoneId.systemDefault()));
    }
}
