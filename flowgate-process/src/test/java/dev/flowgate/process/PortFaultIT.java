package dev.flowgate.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.Assumptions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Ports that somebody has, or only seems to have. */
@Timeout(60)
class PortFaultIT {
    private static final byte[] IPV6_LOOPBACK = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

    @RegisterExtension
    final ServiceFixture services = new ServiceFixture();

    @Test
    void connectionsOfAnEarlierListenerDoNotTakeThePort() throws Exception {
        int port;
        try (ServerSocket earlier = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = earlier.getLocalPort();
            Socket client = new Socket(InetAddress.getLoopbackAddress(), port);
            // Whoever closes first is left with the connection in TIME_WAIT (RFC 9293, section 3.6).
            earlier.accept().close();
            assertThat(client.getInputStream().read()).isEqualTo(-1);
            client.close();
        }
        assertThatThrownBy(() -> {
                    ServerSocket without = new ServerSocket();
                    without.setReuseAddress(false);
                    try (without) {
                        without.bind(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                    }
                })
                .as("the connection is in TIME_WAIT")
                .isInstanceOf(IOException.class);

        assertThat(services.supervisor.start(services.web("web", port, "200"))).isInstanceOf(StartResult.Started.class);
    }

    @Test
    void programsThatAreStartedAtTheSameTimeDoNotTakeThePort() throws Exception {
        ServiceSpec web = services.web("web", FreePort.next(), "200");
        AtomicBoolean enough = new AtomicBoolean();
        Thread starter = new Thread(() -> {
            while (!enough.get()) {
                assertThatCode(() -> new ProcessBuilder("/bin/true").start().waitFor())
                        .doesNotThrowAnyException();
            }
        });
        starter.start();
        try {
            for (int round = 0; round < 300; round++) {
                PortCheck.requireFree(web);
            }
        } finally {
            enough.set(true);
            starter.join();
        }
    }

    @Test
    void strangerOnTheOtherLoopbackDoesNotTakeThePort() throws Exception {
        InetAddress other = InetAddress.getByAddress(IPV6_LOOPBACK);
        try (ServerSocket stranger = new ServerSocket(FreePort.next(), 1, other)) {
            assertThat(services.supervisor.start(services.web("web", stranger.getLocalPort(), "200")))
                    .isInstanceOf(StartResult.Started.class);
        } catch (java.net.BindException withoutIpv6) {
            Assumptions.assumeThat(withoutIpv6).as("IPv6").isNull();
        }
    }

    @Test
    void orphanOfTheServiceIsEndedBeforeTheNextStart() throws Exception {
        int port = FreePort.next();
        ServiceSpec web = services.web("web", port, "200");
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", "\"$@\" & echo up; wait", "sh"));
        command.addAll(web.command());
        ServiceSpec spec = services.spec("web", command, port, web.readiness());
        services.supervisor.start(spec);
        new LinuxProcesses().kill(services.ids("web").pid());
        Awaitility.await().until(() -> services.marked().size() == 1);
        long orphan = services.marked().get(0);
        assertThat(PortOwner.find("127.0.0.1", port).orElseThrow().describe()).contains("FlowGate service web");

        assertThat(services.supervisor.start(spec)).isInstanceOf(StartResult.Started.class);

        assertThat(services.runs(orphan)).isFalse();
        assertThat(services.groups()).containsExactly(services.ids("web").pid());
    }
}
