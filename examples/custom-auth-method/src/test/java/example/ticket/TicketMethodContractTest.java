package example.ticket;

import dev.flowgate.auth.contract.AuthMethodContract;
import dev.flowgate.auth.spi.AuthMethod;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;

/** What FlowGate relies on in any method. */
class TicketMethodContractTest extends AuthMethodContract {
    private static final FakeBroker BROKER = new FakeBroker();

    @AfterAll
    static void stop() {
        BROKER.close();
    }

    @Override
    protected AuthMethod method() {
        return new TicketMethod();
    }

    @Override
    protected Map<String, Object> settings() {
        return Map.of("broker", BROKER.address().toString(), "team", "search");
    }

    @Override
    protected List<Map<String, Object>> wrongSettings() {
        return List.of(
                Map.of("team", "search"),
                Map.of("broker", BROKER.address().toString()),
                Map.of("broker", "not an address", "team", "search"),
                Map.of("broker", BROKER.address().toString(), "team", "search", "tem", "typo"));
    }
}
