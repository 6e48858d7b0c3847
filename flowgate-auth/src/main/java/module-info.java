/** Logins, credentials and their renewal, and the interfaces to add further ways to log in. */
module dev.flowgate.auth {
    requires static transitive org.jspecify;
    requires transitive dev.flowgate.core;
    requires transitive java.net.http;
    requires jdk.httpserver;
    requires org.slf4j;
    requires org.snakeyaml.engine;

    exports dev.flowgate.auth;
    exports dev.flowgate.auth.spi;

    uses dev.flowgate.auth.spi.AuthMethod;
    uses dev.flowgate.auth.spi.CredentialImporter;
}
