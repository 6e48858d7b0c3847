package dev.flowgate.config;

import java.nio.file.Path;
import java.util.Map;

/**
 * Where keys of upstreams can be, apart from the LiteLLM part itself.
 *
 * @param files {@code credentials.upstream}
 * @param stored the folder of the credentials that FlowGate keeps
 * @param providers {@code auth.providers}
 */
record KeySources(Map<String, Path> files, Path stored, Map<String, AuthProviderConfig> providers) {}
