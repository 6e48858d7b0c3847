package dev.flowgate.cli;

import static org.awaitility.Awaitility.await;

import dev.flowgate.process.install.Archives;
import dev.flowgate.process.install.ReleaseServer;
import dev.flowgate.process.install.TinyProgram;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The states that the sessions of the documentation begin in; a page names them in small letters, with dashes. */
enum Scenario {
    /** Nothing but the program. */
    EMPTY {
        @Override
        void prepare(Scratch scratch) {}
    },

    /** What {@code init} writes. */
    FRESH {
        @Override
        void prepare(Scratch scratch) throws Exception {
            scratch.prepare("flowgate --quiet init");
        }
    },

    /** What {@code init} writes, up and running. */
    RUNNING {
        @Override
        void prepare(Scratch scratch) throws Exception {
            FRESH.prepare(scratch);
            scratch.prepare("flowgate --quiet up");
        }
    },

    /** A file of the Python tool. */
    VERSION_ONE {
        @Override
        void prepare(Scratch scratch) throws Exception {
            scratch.write("config/flowgate.yaml", ConsoleConfigurations.VERSION_ONE);
        }
    },

    /** Another program listens where the router shall. */
    PORT_IS_HELD {
        @Override
        void prepare(Scratch scratch) throws Exception {
            FRESH.prepare(scratch);
            scratch.attach(
                    new ServerSocket(Integer.parseInt(scratch.port("4000")), 1, InetAddress.getLoopbackAddress()));
        }
    },

    /** The file has a key that is written wrongly. */
    MISSPELT_KEY {
        @Override
        void prepare(Scratch scratch) throws Exception {
            FRESH.prepare(scratch);
            scratch.prepare("sed -i 's/^profiles:/profles:/' config/flowgate.yaml");
        }
    },

    /** The variable that names the Java to use names none. */
    NO_JAVA {
        @Override
        void prepare(Scratch scratch) throws Exception {
            FRESH.prepare(scratch);
            scratch.prepare("export FLOWGATE_JAVA=/opt/jdk-11/bin/java");
        }
    },

    /** A service has a program that is not there. */
    NO_PROGRAM {
        @Override
        void prepare(Scratch scratch) throws Exception {
            scratch.write("config/flowgate.yaml", ConsoleConfigurations.HELPER);
            scratch.write("helper.sh", ConsoleConfigurations.HELPER_SCRIPT);
            scratch.write("config/settings.ini", "");
        }
    },

    /** A service is to run what FlowGate installs, and nothing is installed. */
    NOT_INSTALLED {
        @Override
        void prepare(Scratch scratch) throws Exception {
            TinyProgram.requireThatItRuns();
            ReleaseServer releases = new ReleaseServer();
            scratch.attach(releases);
            releases.publish("v7.2.140", Archives.release(TinyProgram.banner("7.2.140")));
            scratch.write(
                    "config/flowgate.yaml",
                    ConsoleConfigurations.NOT_INSTALLED.formatted(releases.uri(), ReleaseServer.REPOSITORY));
        }
    },

    /** The router was killed. */
    KILLED {
        @Override
        void prepare(Scratch scratch) throws Exception {
            RUNNING.prepare(scratch);
            scratch.prepare(kill("litellm"));
            await().atMost(PATIENCE)
                    .until(() -> scratch.run("flowgate status").output().contains("crashed"));
        }
    },

    /** A service ends whenever it is started, and the supervisor goes on trying. */
    CRASH_LOOP {
        @Override
        void prepare(Scratch scratch) throws Exception {
            NO_PROGRAM.prepare(scratch);
            scratch.prepare("chmod +x helper.sh && flowgate --quiet up");
            scratch.prepare("rm config/settings.ini; " + kill("helper"));
            await().atMost(PATIENCE)
                    .until(() -> scratch.run("flowgate health").output().contains("crash loop"));
        }
    },

    /** The supervisor was killed, while what it watches goes on. */
    NO_SUPERVISOR {
        @Override
        void prepare(Scratch scratch) throws Exception {
            NO_PROGRAM.prepare(scratch);
            scratch.prepare("chmod +x helper.sh && flowgate --quiet up");
            scratch.prepare(kill("supervisor"));
            await().atMost(PATIENCE)
                    .until(() -> scratch.run("flowgate status").output().contains("the supervisor is gone"));
        }
    },

    /** The record of a running service was deleted. */
    LOST_RECORD {
        @Override
        void prepare(Scratch scratch) throws Exception {
            RUNNING.prepare(scratch);
            scratch.prepare("rm .router/runtime/services/litellm/record.json");
        }
    },

    /** The record of a running service is no record any more. */
    DAMAGED_RECORD {
        @Override
        void prepare(Scratch scratch) throws Exception {
            RUNNING.prepare(scratch);
            scratch.prepare("echo '{' > .router/runtime/services/litellm/record.json");
        }
    },

    /** The file that says which profile is active is none any more. */
    DAMAGED_STATE {
        @Override
        void prepare(Scratch scratch) throws Exception {
            RUNNING.prepare(scratch);
            scratch.prepare("echo '{' > .router/runtime/state.json");
        }
    },

    /** Secrets that other users can read. */
    EXPOSED_SECRET {
        @Override
        void prepare(Scratch scratch) throws Exception {
            RUNNING.prepare(scratch);
            scratch.prepare("chmod 644 .router/runtime/litellm.active.yaml");
        }
    },

    /** The router shall listen on every address, without a key. */
    EXPOSED_HOST {
        @Override
        void prepare(Scratch scratch) throws Exception {
            FRESH.prepare(scratch);
            scratch.prepare("sed -i 's/host: 127.0.0.1/host: 0.0.0.0/' config/flowgate.yaml");
        }
    },

    /** A service is asked at a path that it does not have. */
    WRONG_READINESS_PATH {
        @Override
        void prepare(Scratch scratch) throws Exception {
            proxied(scratch);
            scratch.prepare("sed -i 's,readiness_path: /healthz,readiness_path: /v0/management/ready\\n    "
                    + "startup_timeout: 3s,' config/flowgate.yaml");
        }
    },

    /** The upstream of a model does not run. */
    UPSTREAM_DOWN {
        @Override
        void prepare(Scratch scratch) throws Exception {
            proxied(scratch);
            scratch.prepare("flowgate --quiet service start litellm");
        }
    },

    /** A server of logins was started with another key than FlowGate has. */
    WRONG_MANAGEMENT_KEY {
        @Override
        void prepare(Scratch scratch) throws Exception {
            proxied(scratch);
            scratch.prepare("flowgate --quiet up");
            scratch.prepare("(umask 077; printf another-key-than-before > .router/runtime/cliproxyapi.management.key)");
        }
    },

    /** A model whose provider always refuses for too many requests, beside one that answers. */
    RATE_LIMITED {
        @Override
        void prepare(Scratch scratch) throws Exception {
            scratch.write("config/flowgate.yaml", ConsoleConfigurations.RATE_LIMITED);
            scratch.prepare("flowgate --quiet up");
        }
    },

    /** Clients must present a key. */
    MASTER_KEY {
        @Override
        void prepare(Scratch scratch) throws Exception {
            FRESH.prepare(scratch);
            scratch.prepare(
                    "sed -i 's,general_settings: {},general_settings: {master_key: os.environ/FLOWGATE_MASTER_KEY},' "
                            + "config/flowgate.yaml");
            scratch.prepare("export FLOWGATE_MASTER_KEY=key-of-today");
            scratch.prepare("flowgate --quiet up");
        }
    },

    /** A model's key is in a variable that is not set. */
    UNSET_VARIABLE {
        @Override
        void prepare(Scratch scratch) throws Exception {
            scratch.write("config/flowgate.yaml", ConsoleConfigurations.WITH_KEYS);
            scratch.prepare("flowgate --quiet up");
        }
    },

    /** A model's key is one that FlowGate shall keep, and has not got. */
    NOT_LOGGED_IN {
        @Override
        void prepare(Scratch scratch) throws Exception {
            UNSET_VARIABLE.prepare(scratch);
        }
    },

    /** No room is left where FlowGate keeps its state. Takes root, for a file system of its own. */
    DISK_IS_FULL {
        @Override
        Optional<String> cannotBeMade() {
            return "root".equals(System.getProperty("user.name"))
                    ? Optional.empty()
                    : Optional.of("it takes root to make a small file system");
        }

        @Override
        void prepare(Scratch scratch) throws Exception {
            FRESH.prepare(scratch);
            Files.createDirectory(scratch.folder().resolve(".router"));
            Path mounted = scratch.folder().resolve("mounted");
            Process holder = new ProcessBuilder(
                            "unshare",
                            "--mount",
                            "sh",
                            "-c",
                            "mount -t tmpfs -o size=128k,mode=700 tmpfs .router && touch mounted && exec sleep 600")
                    .directory(scratch.folder().toFile())
                    .inheritIO()
                    .start();
            scratch.attach(() -> {
                holder.destroyForcibly();
                holder.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            });
            await().atMost(PATIENCE).until(() -> Files.exists(mounted) || !holder.isAlive());
            scratch.enterBy("nsenter", "--mount", "--target", String.valueOf(holder.pid()));
            scratch.prepare("flowgate --quiet up");
            scratch.run("head -c 1M /dev/zero > .router/logs/flowgate.log.1");
        }
    };

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Makes the state. */
    abstract void prepare(Scratch scratch) throws Exception;

    /** Returns why the state cannot be made on this machine; nothing if it can. */
    Optional<String> cannotBeMade() {
        return Optional.empty();
    }

    static Scenario named(String name) {
        return valueOf(name.replace('-', '_').toUpperCase(Locale.ROOT));
    }

    private static String kill(String service) {
        return "kill -9 $(flowgate --format kv status | sed -n 's/^" + service + "_pid=//p')";
    }

    private static void proxied(Scratch scratch) throws Exception {
        scratch.write("config/flowgate.yaml", ConsoleConfigurations.PROXIED);
        Path program = Files.createDirectories(scratch.folder().resolve(".router/runtime/bin"))
                .resolve("CLIProxyAPIPlus");
        Files.createSymbolicLink(
                program,
                scratch.script(
                        "CLIProxyAPIPlus", "exec " + StandInProxy.command() + " " + scratch.port("8317") + '\n'));
    }
}
