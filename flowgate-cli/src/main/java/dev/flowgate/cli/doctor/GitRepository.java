package dev.flowgate.cli.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The git repository that a configuration lies in.
 *
 * @param git the program
 * @param top the repository's folder; null when there is none
 * @param problem why there is none to look at; null when there is one
 */
record GitRepository(
        @Nullable Path git, @Nullable Path top, @Nullable String problem) {

    static GitRepository of(Examination examination) throws IOException, InterruptedException {
        Path git = Programs.find("git", examination).orElse(null);
        if (git == null) {
            return new GitRepository(null, null, "git is not installed, so it cannot be asked what it tracks");
        }
        Path folder = examination.file().getParent();
        while (folder != null && !Files.isDirectory(folder)) {
            folder = folder.getParent();
        }
        if (folder == null) {
            return new GitRepository(git, null, "there is no folder to look at");
        }
        ProgramRun run = ProgramRun.of(folder, List.of(git.toString(), "rev-parse", "--show-toplevel"));
        return run.exitCode() == 0 && !run.out().isBlank()
                ? new GitRepository(git, Path.of(run.out().strip()), null)
                : new GitRepository(git, null, folder + " is in no git repository that git can read");
    }

    /** Returns the repository's folder. */
    Path folder() {
        if (top == null) {
            throw new IllegalStateException("There is no repository.");
        }
        return top;
    }

    /** Returns the files that it tracks, relative to its folder. */
    List<String> tracked() throws IOException, InterruptedException {
        return Arrays.stream(run(List.of("ls-files", "-z")).out().split("\0", -1))
                .filter(file -> !file.isEmpty())
                .toList();
    }

    /** Returns those of some paths that its rules keep from being added. */
    Set<String> ignored(List<String> paths) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("-c", "core.quotePath=false", "check-ignore", "--no-index", "--"));
        words.addAll(paths);
        return Set.copyOf(run(words).out().lines().toList());
    }

    private ProgramRun run(List<String> words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(String.valueOf(git));
        command.addAll(words);
        ProgramRun run = ProgramRun.of(folder(), command);
        if (run.exitCode() > 1) {
            throw new IOException(
                    "git " + words.get(0) + " failed in " + folder() + " with exit code " + run.exitCode());
        }
        return run;
    }
}
