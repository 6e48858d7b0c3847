package dev.flowgate.process.install;

import dev.flowgate.config.ReleaseConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A program for tests that installs the tags that it reads from its standard input; it is there to be killed. */
public final class InstallWorker {
    private InstallWorker() {}

    /** Arguments: the runtime directory and the address of the release API. */
    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws IOException, InterruptedException {
        System.out.println("ready");
        BufferedReader tags = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String tag = tags.readLine(); tag != null; tag = tags.readLine()) {
            try {
                Installation installation = BinaryInstaller.builder(Path.of(arguments[0]))
                        .source(new ReleaseConfig(URI.create(arguments[1]), ReleaseServer.REPOSITORY, tag, null, null))
                        .platform(new Platform("linux", "amd64", true))
                        .build()
                        .install();
                System.out.println("ok " + installation.version());
            } catch (InstallException failure) {
                System.out.println("failed " + failure.getMessage());
            }
        }
    }
}
