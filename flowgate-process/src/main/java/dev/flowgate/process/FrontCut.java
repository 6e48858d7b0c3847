package dev.flowgate.process;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * Takes the front off a file that others append to, in one step of the kernel: what they write meanwhile stays. Java cannot
 * ask for that, and the program {@code fallocate} of util-linux can. File systems with blocks do it, such as ext4 and XFS
 * ({@code FALLOC_FL_COLLAPSE_RANGE} in fallocate(2)).
 */
@FunctionalInterface
interface FrontCut {
    /** Where the kernel can do it. */
    FrontCut BY_KERNEL = FrontCut::collapse;

    /** Nowhere. */
    FrontCut NONE = (file, length) -> false;

    /**
     * Takes bytes off the front.
     *
     * @param file the file
     * @param length how many, a multiple of {@link #blockSize}, and fewer than there are
     * @return whether it was done; false where that cannot be done, and the file is as it was
     * @throws IOException if it is not known whether it was done
     */
    boolean cut(Path file, long length) throws IOException;

    /** Returns the unit that a file's front is taken off in. */
    static long blockSize(Path file) throws IOException {
        return Files.getFileStore(file).getBlockSize();
    }

    private static boolean collapse(Path file, long length) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        "fallocate",
                        "--collapse-range",
                        "--offset",
                        "0",
                        "--length",
                        Long.toString(length),
                        "--",
                        file.toString())
                .redirectInput(new File("/dev/null"))
                .redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.DISCARD);
        builder.environment().clear();
        Process process;
        try {
            process = builder.start();
        } catch (IOException notInstalled) {
            return false;
        }
        try {
            return process.onExit().orTimeout(10, TimeUnit.SECONDS).join().exitValue() == 0;
        } catch (CompletionException late) {
            process.destroyForcibly();
            throw new IOException("fallocate has not ended within 10 s", late);
        }
    }
}
