package dev.flowgate.auth.cliproxy;

import dev.flowgate.auth.http.NotTakenException;
import dev.flowgate.auth.spi.AuthContext;
import dev.flowgate.auth.spi.AuthException;
import dev.flowgate.auth.spi.AuthSession;
import dev.flowgate.auth.spi.AuthStatus;
import dev.flowgate.auth.spi.LoginPrompt;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One login that CLIProxyAPI carries out, and FlowGate starts, shows, follows and checks. */
final class OauthPollSession implements AuthSession {
    /** Most servers forget a login after ten minutes, and answer then as if it had succeeded. */
    private static final Duration LIMIT = Duration.ofSeconds(570);

    /** A server may list a new file only when it has noticed it. */
    private static final Duration LISTING_LIMIT = Duration.ofSeconds(10);

    private static final Duration LISTING_INTERVAL = Duration.ofSeconds(1);
    private static final Logger LOG = LoggerFactory.getLogger(OauthPollSession.class);
    private static final int SERVER_ERRORS = 500;

    private final AuthContext context;
    private final LoginRoute route;
    private final Map<String, String> parameters;
    private final RefusedKeys refused;
    private final @Nullable String warning;
    private @Nullable Running running;
    private boolean ended;

    OauthPollSession(
            AuthContext context,
            LoginRoute route,
            Map<String, String> parameters,
            RefusedKeys refused,
            @Nullable String warning) {
        this.context = context;
        this.route = route;
        this.parameters = parameters;
        this.refused = refused;
        this.warning = warning;
    }

    /** What a login has from its start on. */
    private static final class Running {
        private final ManagementClient client;
        private final NewCredential wanted;
        private final String state;
        private final Instant deadline;
        private final PastePrompt prompt;
        private @Nullable Instant doneAt;

        Running(
                ManagementClient client,
                NewCredential wanted,
                StartReply.Started started,
                Instant now,
                PastePrompt prompt) {
            this.client = client;
            this.wanted = wanted;
            this.state = started.state();
            this.deadline = now.plus(lifetime(started));
            this.prompt = prompt;
        }

        private static Duration lifetime(StartReply.Started started) {
            Duration told = started.lifetime();
            return told == null || told.compareTo(LIMIT) > 0 ? LIMIT : told;
        }
    }

    @Override
    public AuthStatus begin() throws IOException, InterruptedException {
        if (warning != null) {
            LOG.warn("{}", warning);
        }
        ManagementClient client = new ManagementClient(
                context.http(), ManagementAccess.of(context), new Gatekeeper(refused, context.clock()));
        NewCredential wanted = new NewCredential(route, listFirst(client));
        boolean listens = route.flow() == LoginRoute.Flow.BROWSER;
        StartReply reply = start(client, listens);
        if (listens && reply instanceof StartReply.Failed failed && failed.status() >= SERVER_ERRORS) {
            // Its port for the browser's answer may be in use, by another login for instance; pasting works without it.
            listens = false;
            reply = start(client, false);
        }
        if (reply instanceof StartReply.Started started) {
            PastePrompt prompt = PastePrompt.of(route, started, listens, warning);
            running = new Running(client, wanted, started, context.clock().instant(), prompt);
            return pending(prompt.current());
        }
        throw reply instanceof StartReply.Failed failed
                ? new AuthException("CLIProxyAPI could not start the login to " + context.provider() + ": "
                        + failed.error() + ". " + ManagementProblem.SEE_LOG)
                : LoginProblem.notOffered(route, client);
    }

    @Override
    public AuthStatus poll() throws IOException, InterruptedException {
        Running login = running();
        if (login.doneAt != null) {
            return verify(login, login.doneAt);
        }
        Instant now = context.clock().instant();
        if (!now.isBefore(login.deadline)) {
            return end(new AuthStatus.Denied(LoginProblem.tooLate(context)), false);
        }
        PollReply reply = login.client.status(login.state);
        if (reply instanceof PollReply.Done) {
            login.doneAt = now;
            return verify(login, now);
        }
        if (reply instanceof PollReply.Failed failed) {
            return end(new AuthStatus.Denied(LoginProblem.failed(failed.error(), context)), true);
        }
        if (reply instanceof PollReply.Ask ask) {
            login.prompt.ask(ask.url(), ask.userCode());
        }
        return pending(login.prompt.current());
    }

    @Override
    public AuthStatus answer(String input) throws IOException, InterruptedException {
        Running login = running();
        if (!login.prompt.current().takesInput()) {
            throw new AuthException("The login to " + context.provider() + " takes no input.");
        }
        PastedAddress pasted = PastedAddress.parse(input).orElse(null);
        if (pasted == null) {
            return pending(
                    login.prompt.note("This is not the address that the browser ended at: it begins with http and"
                            + " has code= in it. Copy it whole."));
        }
        if (!pasted.belongsTo(login.state)) {
            return pending(
                    login.prompt.note(
                            "This address belongs to another login. Open the address above, agree, and paste where that ends."));
        }
        CallbackReply reply = login.client.callback(route, pasted);
        if (route.flow() == LoginRoute.Flow.KIRO
                && reply instanceof CallbackReply.Refused refusal
                && refusal.status() == LoginProblem.CONFLICT) {
            // Kiro's login has a status from the start, which this route takes for the end of it.
            reply = login.client.openCallback(route, pasted);
        }
        return taken(login, reply);
    }

    private AuthStatus taken(Running login, CallbackReply reply) {
        if (reply instanceof CallbackReply.Accepted) {
            return pending(login.prompt.note("CLIProxyAPI has the address and fetches the credential now."));
        }
        if (reply instanceof CallbackReply.Unsupported) {
            return pending(login.prompt.note("This server is too old to take a pasted address (6.6.30 is the first that"
                    + " does). Open the address above in a browser on its machine."));
        }
        CallbackReply.Refused refusal = (CallbackReply.Refused) reply;
        if (refusal.status() == LoginProblem.NOT_FOUND) {
            return end(new AuthStatus.Denied(LoginProblem.failed(refusal.error(), context)), true);
        }
        return pending(login.prompt.note("CLIProxyAPI did not take the address: " + refusal.error() + "."));
    }

    @Override
    public void close() {
        Running login = running;
        if (login == null || ended || !LoginProblem.canCancel(login.client)) {
            return;
        }
        ended = true;
        // An interrupt is what most often leads here, and would end the request before it is sent.
        boolean interrupted = Thread.interrupted();
        try {
            login.client.cancel(login.state);
        } catch (IOException | AuthException unreachable) {
            LOG.debug(
                    "The login to {} was not cancelled at the server: {}", context.provider(), unreachable.toString());
        } catch (InterruptedException again) {
            interrupted = true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private AuthStatus verify(Running login, Instant since) throws IOException, InterruptedException {
        AuthFile file = login.wanted.in(login.client.authFiles()).orElse(null);
        if (file != null) {
            return end(
                    new AuthStatus.KeptElsewhere(
                            new KeptCredentials(context, route).describe(file, login.client.base())),
                    true);
        }
        if (context.clock().instant().isBefore(since.plus(LISTING_LIMIT))) {
            return new AuthStatus.Pending(login.prompt.current(), LISTING_INTERVAL);
        }
        return end(new AuthStatus.Denied(LoginProblem.nothingNew(context)), true);
    }

    private List<AuthFile> listFirst(ManagementClient client) throws IOException, InterruptedException {
        try {
            return client.authFiles();
        } catch (NotTakenException notReached) {
            if (notReached.getCause() instanceof ConnectException) {
                throw ManagementProblem.notRunning(client.base(), notReached);
            }
            throw notReached;
        }
    }

    private StartReply start(ManagementClient client, boolean listens) throws IOException, InterruptedException {
        Map<String, String> all = new LinkedHashMap<>(parameters);
        if (listens) {
            all.put("is_webui", "true");
        }
        return client.start(route, all);
    }

    private AuthStatus end(AuthStatus status, boolean atServer) {
        ended = atServer;
        return status;
    }

    private static AuthStatus pending(LoginPrompt prompt) {
        return new AuthStatus.Pending(prompt, null);
    }

    private Running running() {
        Running login = running;
        if (login == null) {
            throw new IllegalStateException("begin() has not succeeded.");
        }
        return login;
    }
}
