/** Configuration contract, profiles, events, secrets and files of FlowGate. */
module dev.flowgate.core {
    requires static transitive org.jspecify;
    requires com.fasterxml.jackson.core;
    requires org.slf4j;
    requires org.snakeyaml.engine;

    exports dev.flowgate;
    exports dev.flowgate.config;
    exports dev.flowgate.event;
    exports dev.flowgate.file;
    exports dev.flowgate.json;
    exports dev.flowgate.litellm;
    exports dev.flowgate.profile;
    exports dev.flowgate.secret;
}
