package dev.flowgate.cli.workspace;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.function.IntConsumer;
import org.slf4j.LoggerFactory;

/**
 * The signals that ask a program to end: INT (Ctrl-C), TERM, and HUP (its terminal went away). A JVM acts on the first one by
 * shutting down, and is deaf to the others from then on; here each one is heard.
 *
 * <p>{@code sun.misc.Signal} of the module {@code jdk.unsupported} is the only way to hear them, and is called by reflection
 * because the compiler takes a direct call for an error.
 */
final class EndSignals {
    private static final List<String> NAMES = List.of("INT", "TERM", "HUP");

    private EndSignals() {}

    /**
     * Has the signals handled from now on. One that is ignored stays so, as HUP is under nohup: the JVM sees to that. Where
     * the JVM gives them to nobody (option -Xrs), they end it as they always do.
     *
     * @param handler gets the number of each signal, on a thread of its own
     */
    static void handle(IntConsumer handler) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            Method number = signal.getMethod("getNumber");
            InvocationHandler call = (proxy, method, arguments) -> {
                if (method.getDeclaringClass() == Object.class) {
                    return method.invoke(handler, arguments);
                }
                handler.accept((int) number.invoke(arguments[0]));
                return null;
            };
            Object proxy =
                    Proxy.newProxyInstance(EndSignals.class.getClassLoader(), new Class<?>[] {handlerType}, call);
            for (String name : NAMES) {
                Object one = signal.getConstructor(String.class).newInstance(name);
                signal.getMethod("handle", signal, handlerType).invoke(null, one, proxy);
            }
        } catch (InvocationTargetException notGiven) {
            LoggerFactory.getLogger(EndSignals.class).debug("Signals cannot be handled", notGiven);
        } catch (ReflectiveOperationException otherJava) {
            LoggerFactory.getLogger(EndSignals.class).debug("This Java runtime lacks jdk.unsupported", otherJava);
        }
    }
}
