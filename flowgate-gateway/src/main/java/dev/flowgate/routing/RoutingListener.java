package dev.flowgate.routing;

import java.time.Duration;

/** Is told what routing decided. Called on the thread that reports an outcome: it must not block. */
public interface RoutingListener {
    /** Hears nothing. */
    RoutingListener NONE = new RoutingListener() {
        @Override
        public void cooledDown(Deployment deployment, UpstreamFailure failure, Duration duration) {}

        @Override
        public void fellBack(String from, String to, String why) {}
    };

    /**
     * A deployment is left alone for a while.
     *
     * @param deployment the deployment
     * @param failure the failure that brought it about
     * @param duration for how long
     */
    void cooledDown(Deployment deployment, UpstreamFailure failure, Duration duration);

    /**
     * Another model group stands in for one.
     *
     * @param from the group that could not answer
     * @param to the group that is tried instead
     * @param why what happened, for a person to read
     */
    void fellBack(String from, String to, String why);
}
