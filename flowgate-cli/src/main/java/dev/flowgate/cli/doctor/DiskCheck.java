package dev.flowgate.cli.doctor;

import dev.flowgate.cli.workspace.ShellWord;
import dev.flowgate.file.FilePermissions;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/** The disk of the runtime folder can be written to, and has room. */
final class DiskCheck implements Check {
    private static final long MEBIBYTE = 1024L * 1024;
    /** Five logs of 20 MB for one service. */
    private static final long LOW_MEBIBYTES = 500;

    private static final long EMPTY_MEBIBYTES = 50;
    private static final long FEW_INODES = 1000;

    @Override
    public String name() {
        return "disk";
    }

    @Override
    public Finding look(Examination examination) throws IOException, InterruptedException {
        Path folder = existing(examination.config().paths().runtimeDirectory());
        FileStore store = Files.getFileStore(folder);
        long free = store.getUsableSpace() / MEBIBYTE;
        Finding.Builder finding = Finding.builder().detail("path", folder).detail("free_mb", free);
        String room = "du -xah " + ShellWord.of(folder) + " | sort -h | tail shows what is large there. Make room on "
                + store.name() + ".";
        if (store.isReadOnly()) {
            finding.problem(Remark.advised(
                    "Mount it for writing, or move paths.runtime_dir elsewhere.", folder + " is on a read-only disk"));
        } else {
            space(free, folder, room, finding);
            OptionalLong inodes = inodes(folder, examination);
            if (inodes.isPresent()) {
                finding.detail("free_inodes", inodes.getAsLong());
            }
            if (inodes.orElse(FEW_INODES) < FEW_INODES) {
                finding.problem(Remark.advised(
                        "Delete small files on " + store.name() + ".",
                        "the disk of " + folder + " can take " + inodes.getAsLong() + " more files only"));
            }
            // A folder above it is the user's, and one that is not writable is told by the check of the runtime folder.
            if (folder.equals(examination.config().paths().runtimeDirectory()) && Files.isWritable(folder)) {
                writing(folder, room, finding);
            }
        }
        return finding.build();
    }

    /** Returns a folder, or what is there of the way to it. */
    private static Path existing(Path folder) {
        Path existing = folder;
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        return existing;
    }

    static void space(long freeMebibytes, Path folder, String room, Finding.Builder finding) {
        String text = "the disk of " + folder + " has " + freeMebibytes + " MB left";
        if (freeMebibytes < EMPTY_MEBIBYTES) {
            finding.problem(Remark.advised(room, text));
        } else if (freeMebibytes < LOW_MEBIBYTES) {
            finding.warning(Remark.advised(room, text));
        }
    }

    private static void writing(Path folder, String room, Finding.Builder finding) {
        try {
            Path tried = Files.createTempFile(folder, ".doctor", ".tmp", FilePermissions.ownerOnlyFile(folder));
            try {
                Files.write(tried, new byte[4096]);
            } finally {
                Files.delete(tried);
            }
        } catch (IOException failure) {
            finding.problem(
                    Remark.advised(room, "a file in " + folder + " cannot be written: " + failure.getMessage()));
        }
    }

    /** Java cannot tell; {@code df -Pi} prints a heading and a line whose fourth word it is. */
    private static OptionalLong inodes(Path folder, Examination examination) throws IOException, InterruptedException {
        Path df = Programs.find("df", examination).orElse(null);
        if (df == null) {
            return OptionalLong.empty();
        }
        ProgramRun run = ProgramRun.of(folder, List.of(df.toString(), "-Pi", folder.toString()));
        List<String> lines = run.out().lines().toList();
        String[] words = run.exitCode() == 0 && lines.size() > 1 ? lines.get(1).split(" +", -1) : new String[0];
        boolean isCounted = words.length > 3 && words[3].matches("\\d+") && !words[1].equals("0");
        return isCounted ? OptionalLong.of(Long.parseLong(words[3])) : OptionalLong.empty();
    }
}
