package dev.flowgate.cli.engine;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a scripted upstream does with a request.
 *
 * @param status the HTTP status of its answer
 * @param isSlow whether it takes several seconds
 * @param isCut whether it breaks the connection in the middle of a stream
 */
record Behaviour(int status, boolean isSlow, boolean isCut) {
    static final int GOOD = 200;

    private static final Pattern ORDER = Pattern.compile("answer-([0-9]{3}|slow|cut)");

    /** Reads what the name of the model says, else what the text of the request does. */
    static Behaviour of(String model, String request) {
        Matcher order = ORDER.matcher(model);
        boolean isOrdered = order.find();
        if (!isOrdered) {
            order = ORDER.matcher(request);
            isOrdered = order.find();
        }
        String what = isOrdered ? order.group(1) : "";
        return switch (what) {
            case "" -> new Behaviour(GOOD, false, false);
            case "slow" -> new Behaviour(GOOD, true, false);
            case "cut" -> new Behaviour(GOOD, false, true);
            default -> new Behaviour(Integer.parseInt(what), false, false);
        };
    }
}
