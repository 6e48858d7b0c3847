package dev.flowgate.process.install;

import dev.flowgate.config.ReleaseConfig;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** What to say when a release server answers, but not with what is wanted. */
final class ReleaseRefusal {
    private static final String REMOVED = "router-for-me/cliproxyapiplus";
    private static final Pattern SECONDS = Pattern.compile("\\d{1,10}");

    private final ReleaseConfig source;
    private final Clock clock;

    ReleaseRefusal(ReleaseConfig source, Clock clock) {
        this.source = source;
        this.clock = clock;
    }

    InstallException noRepository() {
        String repository = source.repository();
        if (repository.toLowerCase(Locale.ROOT).equals(REMOVED)) {
            return new InstallException("The repository " + repository + " was removed by its owners in April 2026."
                    + " Set bootstrap.cliproxyapi_plus.repository to "
                    + ReleaseConfig.usual().repository()
                    + ", which has no logins of Copilot and Kiro, or to a fork that you trust,"
                    + " or install a binary that you have with --from FILE. See docs/bootstrap.md.");
        }
        return new InstallException(SafeAddress.server(source.api()) + " has no repository " + repository
                + ", or it is private, or it has no release. Check bootstrap.cliproxyapi_plus.repository,"
                + " and set GITHUB_TOKEN when it is private.");
    }

    InstallException noTag() {
        return new InstallException(
                ReleaseConfig.LATEST.equals(source.tag())
                        ? "The repository " + source.repository() + " has no published release. Name another one."
                        : "The repository " + source.repository() + " has no release " + source.tag()
                                + ". Tags begin with v, such as "
                                + ReleaseConfig.usual().tag() + "; \""
                                + ReleaseConfig.LATEST + "\" is the newest.");
    }

    /** Describes an answer that is no success. */
    InstallException of(ReleaseHttp.Answer answer, URI address) {
        String server = SafeAddress.server(answer.address());
        int status = answer.status();
        boolean exhausted =
                answer.header("x-ratelimit-remaining").map("0"::equals).orElse(false);
        if (status == 429
                || (status == 403 && (exhausted || answer.header("retry-after").isPresent()))) {
            return new InstallException(server + " allows no more requests for now (status " + status + "). "
                    + until(answer)
                    + " With a token in GITHUB_TOKEN the limit is 5000 an hour instead of 60.");
        }
        return new InstallException(
                switch (status) {
                    case 401 ->
                        server + " does not accept the token in GITHUB_TOKEN. Correct it, or unset it:"
                                + " public repositories need none.";
                    case 403 ->
                        server + " refuses " + SafeAddress.shown(address)
                                + " (status 403). A private repository needs a GITHUB_TOKEN that may read it.";
                    case 404, 410 ->
                        SafeAddress.shown(answer.address())
                                + " is not there any more. The release may be changing just now: try again later.";
                    default ->
                        status >= 500
                                ? server + " has a fault (status " + status + "). Try again later."
                                : SafeAddress.shown(answer.address()) + " answers with status " + status
                                        + ", which is no file. Check the address of the API and proxies on the way.";
                });
    }

    private String until(ReleaseHttp.Answer answer) {
        Optional<Instant> time = number(answer, "retry-after")
                .map(seconds -> clock.instant().plusSeconds(seconds))
                .or(() -> number(answer, "x-ratelimit-reset").map(Instant::ofEpochSecond));
        return time.map(instant -> {
                    long minutes = Math.max(
                            1, (Duration.between(clock.instant(), instant).toSeconds() + 59) / 60);
                    return "Try again at " + instant.truncatedTo(ChronoUnit.SECONDS) + ", in " + minutes
                            + (minutes == 1 ? " minute." : " minutes.");
                })
                .orElse("Try again in an hour.");
    }

    private static Optional<Long> number(ReleaseHttp.Answer answer, String header) {
        return answer.header(header)
                .map(String::strip)
                .filter(text -> SECONDS.matcher(text).matches())
                .map(Long::valueOf);
    }
}
