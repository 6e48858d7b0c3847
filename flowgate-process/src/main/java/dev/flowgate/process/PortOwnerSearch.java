package dev.flowgate.process;

import java.io.File;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks for the process behind a listening socket. */
final class PortOwnerSearch {
    private PortOwnerSearch() {}

    static Optional<PortOwner> find(String host, int port) {
        if (!Files.isReadable(Path.of("/proc/self/net/tcp"))) {
            return LsofSearch.find(port);
        }
        InetAddress address;
        try {
            address = InetAddress.getByName(host);
        } catch (UnknownHostException unknown) {
            return Optional.empty();
        }
        List<ListeningSocket> sockets = ListeningSocket.answering(address, port);
        if (sockets.isEmpty()) {
            return Optional.empty();
        }
        Set<String> links = links(sockets);
        for (long pid : ProcFiles.pids()) {
            if (heldLink(pid, links) != null) {
                return Optional.of(describe(pid));
            }
        }
        return Optional.of(new PortOwner.Hidden(sockets.get(0).uid()));
    }

    /**
     * Tells whether every socket is held by one of some processes. All have to be: where several sockets share an
     * address, the kernel lets any of them answer.
     */
    static boolean areHeldBy(List<ListeningSocket> sockets, List<ProcessStat> processes) {
        Set<String> missing = links(sockets);
        for (ProcessStat process : processes) {
            String held = heldLink(process.pid(), missing);
            while (held != null) {
                missing.remove(held);
                held = heldLink(process.pid(), missing);
            }
        }
        return missing.isEmpty();
    }

    static PortOwner describe(long pid) {
        byte[] environment = ProcFiles.read(pid, "environ");
        return new PortOwner.Visible(
                pid,
                new LinuxProcesses().commandLine(pid),
                ProcessHandle.of(pid)
                        .flatMap(process -> process.info().startInstant())
                        .orElse(null),
                environment == null ? null : EnvironmentBlock.value(environment, Cookie.SERVICE));
    }

    private static Set<String> links(List<ListeningSocket> sockets) {
        Set<String> links = new HashSet<>();
        for (ListeningSocket socket : sockets) {
            links.add(socket.link());
        }
        return links;
    }

    private static @Nullable String heldLink(long pid, Set<String> links) {
        if (links.isEmpty()) {
            return null;
        }
        String[] descriptors = new File("/proc/" + pid + "/fd").list();
        if (descriptors == null) {
            return null;
        }
        for (String descriptor : descriptors) {
            String link = ProcFiles.link(pid, "fd/" + descriptor);
            if (link != null && links.contains(link)) {
                return link;
            }
        }
        return null;
    }
}
