package dev.flowgate.process.install;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What the first bytes of a program say about the machine that it is for: ELF (gABI, "ELF Header"), Mach-O
 * ({@code mach-o/loader.h}) or PE.
 *
 * @param os {@code linux}, {@code freebsd}, {@code darwin} or {@code windows}
 * @param arch such as {@code amd64}; {@code any} for a Mach-O file for several processors
 * @param loader the program that has to load it, as an ELF file names it; null when it needs none
 */
record ExecutableHeader(String os, String arch, @Nullable String loader) {
    private static final int READ = 64 * 1024;
    private static final int ELF = 0x7f454c46;
    private static final int MACH_O_64 = 0xcffaedfe;
    private static final int MACH_O_FAT = 0xcafebabe;
    private static final int MZ = 0x4d5a;
    private static final int FREEBSD_ABI = 9;
    private static final int PT_INTERP = 3;

    /** Reads a program's header; null when it is no program of a known kind. */
    static @Nullable ExecutableHeader read(Path file) throws IOException {
        byte[] bytes;
        try (InputStream content = new FileInputStream(file.toFile())) {
            bytes = content.readNBytes(READ);
        }
        try {
            return read(ByteBuffer.wrap(bytes));
        } catch (BufferUnderflowException
                | IndexOutOfBoundsException
                | ArithmeticException
                | NegativeArraySizeException truncated) {
            return null;
        }
    }

    /**
     * Fails when a program is not for a machine.
     *
     * @throws InstallException saying what it is for
     */
    static void require(Path file, Platform platform) throws IOException {
        ExecutableHeader header = read(file);
        String name = file.getFileName().toString();
        if (header == null) {
            throw new InstallException(name
                    + " is no program for Linux, macOS, FreeBSD or Windows. Get the archive for " + platform + ".");
        }
        if (!header.os.equals(platform.os()) || !(header.arch.equals(platform.arch()) || header.arch.equals("any"))) {
            throw new InstallException(name + " is a program for " + header.os + "/" + header.arch
                    + ", and this machine is " + platform + ". Get the archive for " + platform + ".");
        }
        String loader = header.loader;
        if (loader != null && !Files.exists(Path.of(loader))) {
            throw new InstallException(name + " needs the loader " + loader + ", which this machine does not have."
                    + " Get the static build, whose name ends in _no-plugin.");
        }
    }

    private static @Nullable ExecutableHeader read(ByteBuffer bytes) {
        int magic = bytes.getInt(0);
        if (magic == ELF) {
            return elf(bytes);
        }
        if (magic == MACH_O_64) {
            int cpu = bytes.order(ByteOrder.LITTLE_ENDIAN).getInt(4);
            return new ExecutableHeader(
                    "darwin", cpu == 0x01000007 ? "amd64" : cpu == 0x0100000c ? "arm64" : hex(cpu), null);
        }
        if (magic == MACH_O_FAT) {
            return new ExecutableHeader("darwin", "any", null);
        }
        return magic >>> 16 == MZ ? portable(bytes.order(ByteOrder.LITTLE_ENDIAN)) : null;
    }

    private static ExecutableHeader elf(ByteBuffer bytes) {
        boolean is64 = bytes.get(4) == 2;
        bytes.order(bytes.get(5) == 2 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        int machine = bytes.getShort(18) & 0xffff;
        String arch = switch (machine) {
            case 0x3e -> "amd64";
            case 0xb7 -> "arm64";
            case 0x03 -> "386";
            case 0x28 -> "arm";
            case 0xf3 -> "riscv64";
            case 0x15 -> "ppc64";
            case 0x16 -> "s390x";
            default -> hex(machine);
        };
        return new ExecutableHeader(
                bytes.get(7) == FREEBSD_ABI ? "freebsd" : "linux", arch, is64 ? loader(bytes) : null);
    }

    private static @Nullable String loader(ByteBuffer bytes) {
        long table = bytes.getLong(32);
        int size = bytes.getShort(54) & 0xffff;
        int count = bytes.getShort(56) & 0xffff;
        for (int i = 0; i < count; i++) {
            int entry = Math.toIntExact(table) + i * size;
            if (bytes.getInt(entry) == PT_INTERP) {
                int start = Math.toIntExact(bytes.getLong(entry + 8));
                byte[] name = new byte[Math.min(READ, Math.toIntExact(bytes.getLong(entry + 32)) - 1)];
                bytes.get(start, name);
                return new String(name, StandardCharsets.UTF_8);
            }
        }
        return null;
    }

    private static @Nullable ExecutableHeader portable(ByteBuffer bytes) {
        int start = bytes.getInt(0x3c);
        if (bytes.getInt(start) != 0x00004550) {
            return null;
        }
        int machine = bytes.getShort(start + 4) & 0xffff;
        return new ExecutableHeader(
                "windows", machine == 0x8664 ? "amd64" : machine == 0xaa64 ? "arm64" : hex(machine), null);
    }

    private static String hex(int number) {
        return "processor 0x" + Integer.toHexString(number);
    }
}
