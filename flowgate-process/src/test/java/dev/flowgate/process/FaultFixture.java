package dev.flowgate.process;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Rounds of faults of one service, with strangers beside it and somebody who reads its record all the time. */
final class FaultFixture implements AfterEachCallback {
    static final String NAME = "svc";

    final ServiceFixture services = new ServiceFixture();
    final Bystanders bystanders = new Bystanders(services.folder);
    private final RecordWatch watch = new RecordWatch(services.folderOf(NAME));

    /** Stops the service and counts what is left of it. */
    StopResult endRound(FaultTally tally, Duration grace) throws InterruptedException {
        StopResult result = services.supervisor.stop(NAME, grace);
        tally.orphans(services.marked().size());
        tally.round();
        return result;
    }

    void countCopies(FaultTally tally) {
        tally.copies(services.groups().size());
    }

    /** Prints the counts and fails unless they keep the product's promise. */
    void report(FaultTally tally) throws IOException {
        tally.strangersSignalled(bystanders.harmed());
        tally.unreadableRecords(watch.unreadable());
        tally.report();
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        watch.close();
        bystanders.close();
        services.afterEach(context);
    }
}
