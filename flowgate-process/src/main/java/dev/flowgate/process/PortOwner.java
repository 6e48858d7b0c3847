package dev.flowgate.process;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who listens on an address. */
public sealed interface PortOwner {
    /**
     * Looks for the process that listens on an address. On Linux the answer comes from {@code /proc}, elsewhere from
     * {@code lsof}, if it is installed.
     *
     * @param host the address, a name or a literal; a listener on the wildcard address counts as well
     * @param port the port, 1 to 65535
     * @return who listens there; empty when nobody does, or when that cannot be seen
     */
    static Optional<PortOwner> find(String host, int port) {
        return PortOwnerSearch.find(host, port);
    }

    /**
     * Says who it is.
     *
     * @return such as {@code pid 1234 (java -jar x.jar, started 12:03)}, with the time in the system's zone
     */
    String describe();

    /**
     * A process that can be looked at.
     *
     * @param pid its id
     * @param command its command line, shortened
     * @param startedAt when it started; null when that cannot be seen
     * @param service the name of the FlowGate service that it belongs to; null when it belongs to none
     */
    record Visible(
            long pid,
            String command,
            @Nullable Instant startedAt,
            @Nullable String service) implements PortOwner {
        @Override
        public String describe() {
            StringBuilder text =
                    new StringBuilder("pid ").append(pid).append(" (").append(command);
            if (service != null) {
                text.append(", FlowGate service ").append(service);
            }
            if (startedAt != null) {
                text.append(", started ")
                        .append(DateTimeFormatter.ofPattern("HH:mm").format(startedAt.atZone(ZoneId.systemDefault())));
            }
            return text.append(')').toString();
        }
    }

    /**
     * A process that may not be looked at, because it belongs to another user or runs in another container.
     *
     * @param uid the user it belongs to
     */
    record Hidden(long uid) implements PortOwner {
        @Override
        public String describe() {
            return "another user's process (uid " + uid + ")";
        }
    }
}
