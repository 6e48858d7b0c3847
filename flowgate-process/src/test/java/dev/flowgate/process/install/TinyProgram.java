package dev.flowgate.process.install;

import dev.flowgate.process.Tools;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;

/**
 * A real program of a few hundred bytes, so that what is tested is what the kernel really does. With one argument it prints
 * CLIProxyAPI's banner and ends; otherwise it waits, or serves, until it is killed.
 */
public final class TinyProgram {
    static final short AMD64 = 0x3e;
    static final short ARM64 = 0xb7;

    private static final int BASE = 0x400000;
    private static final int HEADERS = 64 + 56;
    private static final int PRINT = 41;
    private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

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

    /** One that answers every request on a port of 127.0.0.1 by 200, one after the other. */
    public static byte[] serving(String version, int port) {
        String text = "CLIProxyAPI Version: " + version + ", Commit: none, BuiltAt: unknown\n";
        return printing(text, AMD64, 0, serve(port));
    }

    static byte[] printing(String text, short machine, int padding) {
        return printing(text, machine, padding, pause());
    }

    private static byte[] printing(String text, short machine, int padding, byte[] otherwise) {
        byte[] message = text.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer code = code(message.length, otherwise);
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

    /** Linux system calls 1 (write) and 60 (exit), and what is done when there is not just one argument. */
    private static ByteBuffer code(int length, byte[] otherwise) {
        ByteBuffer code = ByteBuffer.allocate(PRINT + otherwise.length).order(ByteOrder.LITTLE_ENDIAN);
        // mov rdi, [rsp]; cmp rdi, 2; jne otherwise
        code.put(bytes(0x48, 0x8b, 0x3c, 0x24, 0x48, 0x83, 0xff, 0x02, 0x75, 0x1f));
        // write(1, message, length)
        code.put(bytes(0xb8, 1, 0, 0, 0, 0xbf, 1, 0, 0, 0, 0xbe)).putInt(BASE + HEADERS + code.capacity());
        code.put(bytes(0xba)).putInt(length).put(bytes(0x0f, 0x05));
        // exit(0)
        code.put(bytes(0xb8, 60, 0, 0, 0, 0x31, 0xff, 0x0f, 0x05));
        return code.put(otherwise).flip();
    }

    private static byte[] pause() {
        // pause: pause(); jmp pause
        return bytes(0xb8, 34, 0, 0, 0, 0x0f, 0x05, 0xeb, 0xf7);
    }

    private static byte[] serve(int port) {
        ByteBuffer code = ByteBuffer.allocate(256).order(ByteOrder.LITTLE_ENDIAN);
        // ebx = socket(AF_INET, SOCK_STREAM, 0)
        code.put(hexadecimal("bf02000000 be01000000 31d2 b829000000 0f05 89c3"));
        // setsockopt(ebx, SOL_SOCKET, SO_REUSEADDR, [1], 4)
        code.put(hexadecimal("6a01 4989e2 89df be01000000 ba02000000 41b804000000 b836000000 0f05"));
        // bind(ebx, address, 16)
        code.put(hexadecimal("89df 488d355c000000 ba10000000 b831000000 0f05"));
        // listen(ebx, 16)
        code.put(hexadecimal("89df be10000000 b832000000 0f05"));
        // again: ebp = accept(ebx, 0, 0)
        code.put(hexadecimal("89df 31f6 31d2 b82b000000 0f05 89c5"));
        // read(ebp, [rsp - 1024], 1024)
        code.put(hexadecimal("89ef 488db42400fcffff ba00040000 31c0 0f05"));
        // write(ebp, answer, its length)
        code.put(hexadecimal("89ef 488d3527000000 ba")).putInt(ANSWER.length()).put(hexadecimal("b801000000 0f05"));
        // close(ebp); jmp again
        code.put(hexadecimal("89ef b803000000 0f05 ebbe"));
        // address: 127.0.0.1 and the port, in network byte order
        code.put(hexadecimal("0200")).put(bytes(port >> 8, port)).put(hexadecimal("7f000001 0000000000000000"));
        // answer:
        code.put(ANSWER.getBytes(StandardCharsets.US_ASCII));
        return Arrays.copyOf(code.array(), code.position());
    }

    private static byte[] hexadecimal(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
