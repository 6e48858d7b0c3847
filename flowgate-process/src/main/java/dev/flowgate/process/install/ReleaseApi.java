package dev.flowgate.process.install;

import dev.flowgate.config.ReleaseConfig;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Asks a release API what there is, and tries again what may pass. */
final class ReleaseApi {
    private static final int OK = 200;
    private static final int SERVER_ERROR = 500;
    private static final Map<String, String> HEADERS =
            Map.of("Accept", "application/vnd.github+json", "X-GitHub-Api-Version", "2022-11-28");

    private final ReleaseHttp http;
    private final ReleaseConfig source;
    private final ReleaseRefusal refusal;

    ReleaseApi(ReleaseHttp http, ReleaseConfig source, Clock clock) {
        this.http = http;
        this.source = source;
        this.refusal = new ReleaseRefusal(source, clock);
    }

    /**
     * Looks up the wanted release.
     *
     * @throws InstallException if there is none, or the API cannot be asked; the message says what to do
     */
    Release release() throws InterruptedException {
        String path = ReleaseConfig.LATEST.equals(source.tag()) ? "/releases/latest" : "/releases/tags/" + source.tag();
        URI address = address(path);
        String json = text(address, HEADERS, true);
        try {
            Release release = Release.read(json);
            if (release.draft()) {
                throw new InstallException("The release " + release.tag() + " of " + source.repository()
                        + " is a draft. Choose a published one, or wait until it is.");
            }
            return release;
        } catch (IOException unreadable) {
            throw new InstallException(
                    SafeAddress.shown(address)
                            + " answers, but not as a release API does. Check the address of the API.",
                    unreadable);
        }
    }

    /** Fetches a small file of a release. */
    String file(URI address) throws InterruptedException {
        return text(address, Map.of("Accept", "application/octet-stream"), false);
    }

    private String text(URI address, Map<String, String> headers, boolean isApi) throws InterruptedException {
        for (int attempt = 0; ; attempt++) {
            try (ReleaseHttp.Answer answer = http.open(address, headers)) {
                if (answer.status() == OK) {
                    return http.text(answer);
                }
                if (answer.status() < SERVER_ERROR || !pause(attempt)) {
                    throw isApi && answer.status() == 404 ? missing() : refusal.of(answer, address);
                }
            } catch (IOException failed) {
                if (!pause(attempt)) {
                    throw new InstallException(
                            "The release cannot be looked up: " + sentence(address, failed)
                                    + " An archive that was fetched by other means is installed with --from FILE.",
                            failed);
                }
            }
        }
    }

    /** Waits before a further try; returns false when there is to be none. */
    private boolean pause(int attempt) throws InterruptedException {
        if (attempt >= http.limits().pauses().size()) {
            return false;
        }
        Duration pause = http.limits().pauses().get(attempt);
        TimeUnit.NANOSECONDS.sleep(pause.toNanos());
        return true;
    }

    /** Tells a missing repository from a missing tag, which the API does not. */
    private InstallException missing() throws InterruptedException {
        try (ReleaseHttp.Answer answer = http.open(address(""), HEADERS)) {
            return answer.status() == OK ? refusal.noTag() : refusal.noRepository();
        } catch (IOException unasked) {
            return refusal.noRepository();
        }
    }

    private URI address(String path) {
        String base = source.api().toString();
        return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + "/repos/"
                + source.repository() + path);
    }

    private static String sentence(URI address, IOException failed) {
        String message = String.valueOf(failed.getMessage());
        return message.endsWith(".") ? message : SafeAddress.shown(address) + ": " + message + ".";
    }
}
