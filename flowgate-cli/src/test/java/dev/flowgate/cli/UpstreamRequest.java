package dev.flowgate.cli;

import java.util.Map;

/** A request as it reached the upstream; the names of its headers are in lower case. */
record UpstreamRequest(String path, Map<String, String> headers, String body) {}
