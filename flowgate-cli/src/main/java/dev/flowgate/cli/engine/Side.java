package dev.flowgate.cli.engine;

import java.net.URI;

/** An engine that runs in front of an upstream of its own. Closing it ends both. */
interface Side extends AutoCloseable {
    /** Returns the engine's address. */
    URI address();

    /** Returns the upstream. */
    ScriptedUpstream upstream();

    @Override
    void close();
}
