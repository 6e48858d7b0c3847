package dev.flowgate.gateway.protocol;

import dev.flowgate.routing.GroupHealth;
import java.util.List;

/** What the health endpoints say. */
public final class StatusBody {
    private StatusBody() {}

    /**
     * Renders LiteLLM's answer to a liveness probe.
     *
     * @return JSON in UTF-8
     */
    public static byte[] alive() {
        return Json.quote("I'm alive!");
    }

    /**
     * Renders the answer to a request for the root.
     *
     * @return JSON in UTF-8
     */
    public static byte[] root() {
        return Json.render(json -> {
            json.writeStartObject();
            json.writeStringField("name", "FlowGate");
            json.writeStringField("models", "/v1/models");
            json.writeStringField("readiness", "/health/readiness");
            json.writeEndObject();
        });
    }

    /**
     * Renders the answer to a readiness probe.
     *
     * @param draining whether the gateway is closing
     * @param profile the profile it runs
     * @param generation how many configurations it has had
     * @param running requests under way
     * @param eventsDropped events that nobody took in time
     * @return JSON in UTF-8
     */
    public static byte[] readiness(boolean draining, String profile, int generation, int running, long eventsDropped) {
        return Json.render(json -> {
            json.writeStartObject();
            json.writeStringField("status", draining ? "draining" : "healthy");
            json.writeStringField("profile", profile);
            json.writeNumberField("generation", generation);
            json.writeNumberField("running_requests", running);
            json.writeNumberField("events_dropped", eventsDropped);
            json.writeEndObject();
        });
    }

    /**
     * Renders the state of the deployments as the requests so far have shown it.
     *
     * @param groups the model groups
     * @return JSON in UTF-8
     */
    public static byte[] health(List<GroupHealth> groups) {
        return Json.render(json -> {
            json.writeStartObject();
            json.writeStringField("note", "No model is called for this; the counts come from the requests so far.");
            json.writeArrayFieldStart("groups");
            for (GroupHealth group : groups) {
                json.writeStartObject();
                json.writeStringField("model_name", group.group());
                json.writeNumberField("healthy", group.healthy());
                json.writeNumberField("cooling", group.cooling());
                json.writeNumberField("unusable", group.unusable());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }
}
