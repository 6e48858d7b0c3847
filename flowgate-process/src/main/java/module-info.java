/** Supervision of child processes that outlive the command or program that started them. */
module dev.flowgate.process {
    requires static transitive org.jspecify;
    requires transitive dev.flowgate.core;
    requires com.fasterxml.jackson.core;
    requires java.net.http;
    requires org.apache.commons.compress;
    requires org.slf4j;

    exports dev.flowgate.process;
    exports dev.flowgate.process.install;
}
