package dev.flowgate.config;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code readiness_path}. LiteLLM's {@code /health} is never asked: it sends a request to every model, which costs
 * money each time, and answers 200 although all of them are down.
 */
final class ReadinessPath {
    private static final String BILLED = "health";
    private static final String FREE = "/health/readiness";

    private final Problems problems;

    ReadinessPath(Problems problems) {
        this.problems = problems;
    }

    /**
     * Returns the path of a service.
     *
     * @param name the service's name
     * @param node what the configuration says; null when it says nothing
     * @param command what runs the service, if anything
     */
    String read(String name, @Nullable Node node, @Nullable CommandConfig command) {
        String path = Values.text(node);
        if (node == null || path == null) {
            return ServiceDefaults.readinessPath(name);
        }
        if (!path.startsWith("/")) {
            problems.error(
                    node.origin(), "must begin with /; found " + Quote.value(path), "write \"/" + path.strip() + "\"");
            return path;
        }
        URI address;
        try {
            address = URI.create("http://localhost" + path);
        } catch (IllegalArgumentException notAPath) {
            problems.error(
                    node.origin(),
                    "must be the path of an address; found " + Quote.value(path),
                    "write a space as %20, and other signs that an address cannot have alike");
            return path;
        }
        boolean isLiteLlm = name.equals(ServiceConfig.LITELLM) || (command != null && runsLiteLlm(command.args()));
        if (!isLiteLlm || !isBilled(address)) {
            return path;
        }
        String free = withoutLastSegment(address.getRawPath()) + FREE;
        problems.warning(
                node.origin(),
                "LiteLLM answers /health by a request to every model, which costs money each time; FlowGate asks "
                        + free + " instead",
                "write " + free);
        return free;
    }

    // Also with a query, a slash at the end, another spelling, or behind SERVER_ROOT_PATH.
    private static boolean isBilled(URI address) {
        return address.getPath().replaceAll("/+$", "").endsWith("/" + BILLED);
    }

    private static String withoutLastSegment(String path) {
        String trimmed = path.replaceAll("/+$", "");
        return trimmed.substring(0, trimmed.lastIndexOf('/')).replaceAll("/+$", "");
    }

    /** Tells whether a command names the program {@code litellm}, also behind an interpreter, a shell or a launcher. */
    private static boolean runsLiteLlm(List<String> args) {
        String before = "";
        for (String argument : args) {
            for (String word : argument.split("\\s+", -1)) {
                // What follows an option with a long name is its value: a folder can have this name, too.
                if (!before.startsWith("--")
                        && word.substring(word.lastIndexOf('/') + 1).equals("litellm")) {
                    return true;
                }
                before = word;
            }
        }
        return false;
    }
}
