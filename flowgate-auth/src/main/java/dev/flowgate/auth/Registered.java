package dev.flowgate.auth;

import dev.flowgate.auth.spi.AuthException;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The implementations of one interface by the key that selects them. What was handed over wins; between all others there
 * is no precedence.
 */
final class Registered<T> {
    private final String noun;
    private final String keyNoun;
    private final Pattern wellFormed;
    private final Function<T, @Nullable String> keyOf;
    private final Function<T, Set<String>> furtherKeysOf;
    private final Map<String, T> handedOver = new HashMap<>();
    private final SortedMap<String, T> byKey = new TreeMap<>();

    Registered(
            String noun,
            String keyNoun,
            Pattern wellFormed,
            Function<T, @Nullable String> keyOf,
            Function<T, Set<String>> furtherKeysOf) {
        this.noun = noun;
        this.keyNoun = keyNoun;
        this.wellFormed = wellFormed;
        this.keyOf = keyOf;
        this.furtherKeysOf = furtherKeysOf;
    }

    Registered<T> copy() {
        Registered<T> copy = new Registered<>(noun, keyNoun, wellFormed, keyOf, furtherKeysOf);
        copy.handedOver.putAll(handedOver);
        copy.byKey.putAll(byKey);
        return copy;
    }

    SortedMap<String, T> byKey() {
        return Collections.unmodifiableSortedMap(new TreeMap<>(byKey));
    }

    void handOver(T implementation) {
        String key = key(implementation);
        T other = handedOver.putIfAbsent(key, implementation);
        if (other != null) {
            throw twice(key, other, implementation);
        }
        byKey.put(key, implementation);
    }

    /** Adds what was not handed over. */
    void add(T implementation) {
        String key = key(implementation);
        if (!handedOver.containsKey(key)) {
            T other = byKey.putIfAbsent(key, implementation);
            if (other != null) {
                throw twice(key, other, implementation);
            }
        }
    }

    /** Tells why an implementation cannot be selected; null when it can. */
    @Nullable String problem(T implementation) {
        try {
            String problem = problem("its " + keyNoun, keyOf.apply(implementation));
            for (String further : furtherKeysOf.apply(implementation)) {
                problem = problem == null ? problem("a further " + keyNoun, further) : problem;
            }
            return problem;
        } catch (RuntimeException | LinkageError foreign) {
            return "it cannot tell its " + keyNoun + ": " + foreign;
        }
    }

    private @Nullable String problem(String what, @Nullable String key) {
        return key != null && wellFormed.matcher(key).matches()
                ? null
                : what + " is " + (key == null ? "null" : "'" + key + "'") + ", which does not match "
                        + wellFormed.pattern();
    }

    boolean isHandedOver(String key) {
        return handedOver.containsKey(key);
    }

    private String key(T implementation) {
        String problem = problem(implementation);
        String key = problem == null ? keyOf.apply(implementation) : null;
        if (key == null) {
            throw new AuthException(
                    "The " + noun + " " + implementation.getClass().getName() + " cannot be used: " + problem + ".");
        }
        return key;
    }

    AuthException twice(String key, T one, T other) {
        return new AuthException("Two " + noun + "s have the " + keyNoun + " '" + key + "': "
                + one.getClass().getName() + " and " + other.getClass().getName() + ". Take one of them away.");
    }
}
