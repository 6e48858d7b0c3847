package dev.flowgate.process.install;

import dev.flowgate.process.Tools;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/**
 * A real program of a few hundred bytes, so that what is tested is what the kernel really does. With one argument it prints
 * CLIProxyAPI's banner and ends; without any it waits until it is killed.
 */
public final class TinyProgram {
    static final short AMD64 = 0x3e;
    static final short ARM64 = 0xb7;

    private static final int BASE = 0x400000;
    private static final int HEADERS = 64 + 56;

    private TinyProgram() {}

    /** Skips the test where the program does not run. */
    public static void requireThatItRuns() {
        if (!Platform.current().toString().equals("linux/amd64")) {
            Tools.skip("the tests' program is for linux/amd64");
        }
    }

    public static byte[] banner(String version) {
        return printing(
                "CLIProxyAPI Version: " + version + ", Commit: none, BuiltAt: unknown\nUsage of it\n", AMD64, 0);
    }

    /** One that is large, and does not get smaller when it is packed. */
    public static byte[] large(String version, int bytes) {
        return printing("CLIProxyAPI Version: " + version + ", Commit: none, BuiltAt: unknown\n", AMD64, bytes);
    }

    static byte[] printing(String text, short machine, int padding) {
        byte[] message = text.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer code = code(message.length);
        ByteBuffer file = ByteBuffer.allocate(HEADERS + code.limit() + message.length + padding)
                .order(ByteOrder.LITTLE_ENDIAN);
        int size = HEADERS + code.limit() + message.length;
        file.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0}).putLong(0);
        file.putShort((short) 2).putShort(machine).putInt(1);
        file.putLong(BASE + HEADERS).putLong(64).putLong(0).putInt(0);
        file.putShort((short) 64).putShort((short) 56).putShort((short) 1);
        file.putShort((short) 64).putShort((short) 0).putShort((short) 0);
        file.putInt(1).putInt(5).putLong(0).putLong(BASE).putLong(BASE);
        file.putLong(size).putLong(size).putLong(0x1000);
        file.put(code).put(message);
        byte[] noise = new byte[padding];
        new Random(text.hashCode()).nextBytes(noise);
        return file.put(noise).array();
    }

    /** Linux system calls 1 (write), 60 (exit) and 34 (pause). */
    private static ByteBuffer code(int length) {
        ByteBuffer code = ByteBuffer.allocate(50).order(ByteOrder.LITTLE_ENDIAN);
        // mov rdi, [rsp]; cmp rdi, 2; jne pause
        code.put(bytes(0x48, 0x8b, 0x3c, 0x24, 0x48, 0x83, 0xff, 0x02, 0x75, 0x1f));
        // write(1, message, length)
        code.put(bytes(0xb8, 1, 0, 0, 0, 0xbf, 1, 0, 0, 0, 0xbe)).putInt(BASE + HEADERS + 50);
        code.put(bytes(0xba)).putInt(length).put(bytes(0x0f, 0x05));
        // exit(0)
        code.put(bytes(0xb8, 60, 0, 0, 0, 0x31, 0xff, 0x0f, 0x05));
        // pause: pause(); jmp pause
        code.put(bytes(0xb8, 34, 0, 0, 0, 0x0f, 0x05, 0xeb, 0xf7));
        return code.flip().limit(50);
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
