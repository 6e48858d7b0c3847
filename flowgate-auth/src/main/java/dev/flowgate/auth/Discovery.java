package dev.flowgate.auth;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Goes through what {@link ServiceLoader} finds, one class at a time, so that a broken one spoils no other. The context
 * class loader comes first, for hosts and tests that keep their classes apart; what both loaders see counts once.
 */
final class Discovery {
    /** How the JDK's messages name the class. */
    private static final Pattern CLASS_NAME = Pattern.compile("Provider ([\\w.$]+)");

    /** A folder that cannot be listed fails at every step; no class path has so many broken classes. */
    private static final int MOST_FAILURES = 100;

    private final Set<ClassLoader> loaders = new LinkedHashSet<>();

    /**
     * What was found of one interface.
     *
     * @param usable an instance of each class that could be used
     * @param rejected the others
     */
    record Found<T>(List<T> usable, List<RejectedProvider> rejected) {}

    Discovery(@Nullable ClassLoader first) {
        ClassLoader context = first == null ? Thread.currentThread().getContextClassLoader() : first;
        if (context != null) {
            loaders.add(context);
        }
        loaders.add(Discovery.class.getClassLoader());
    }

    /**
     * Finds the implementations of an interface.
     *
     * @param services asks a class loader
     */
    <T> Found<T> find(Function<ClassLoader, ServiceLoader<T>> services) {
        List<T> usable = new ArrayList<>();
        Set<RejectedProvider> rejected = new LinkedHashSet<>();
        Set<String> seen = new HashSet<>();
        for (ClassLoader loader : loaders) {
            Iterator<ServiceLoader.Provider<T>> providers =
                    services.apply(loader).stream().iterator();
            int failures = 0;
            boolean more = true;
            while (more && failures < MOST_FAILURES) {
                String name = null;
                try {
                    // A class that is missing fails while the iterator advances, a constructor that throws in get().
                    more = providers.hasNext();
                    if (more) {
                        ServiceLoader.Provider<T> provider = providers.next();
                        name = provider.type().getName();
                        if (seen.add(name)) {
                            usable.add(provider.get());
                        }
                    }
                } catch (ServiceConfigurationError | LinkageError broken) {
                    failures++;
                    rejected.add(rejected(name, broken));
                }
            }
        }
        return new Found<>(usable, List.copyOf(rejected));
    }

    private static RejectedProvider rejected(@Nullable String name, Error broken) {
        Throwable cause = broken.getCause();
        String message = String.valueOf(broken.getMessage());
        Matcher matcher = CLASS_NAME.matcher(message);
        String known = name != null ? name : matcher.find() ? matcher.group(1) : "unknown";
        String reason = message.substring(message.indexOf(": ") + 1).strip();
        return new RejectedProvider(known, cause == null ? reason : reason + ": " + cause);
    }
}
