/** Configuration contract, profiles, events, health probes and secrets of FlowGate. */
module dev.flowgate.core {
    requires static transitive org.jspecify;
    requires java.net.http;
    requires com.fasterxml.jackson.core;
    requires org.slf4j;
    requires org.snakeyaml.engine;

    exports dev.flowgate;
    exports dev.flowgate.config;
    exports dev.flowgate.event;
    exports dev.flowgate.file;
    exports dev.flowgate.litellm;
    exports dev.flowgate.secret;
}
