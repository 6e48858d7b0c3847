package dev.flowgate.process.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnpackingTest {
    private static final byte[] PROGRAM = TinyProgram.banner("7.2.9");
    private static final UnpackingLimits LIMITS = new UnpackingLimits(1 << 20, 20, 4096, 50);

    @TempDir
    Path folder;

    private Path target;

    @BeforeEach
    void createTarget() throws IOException {
        target = Files.createDirectory(folder.resolve("target"));
    }

    private String unpack(byte[] archive) throws IOException, InterruptedException {
        return Unpacking.unpack(Files.write(folder.resolve("archive"), archive), target, LIMITS);
    }

    private void isRefused(byte[] archive, String reason) throws IOException {
        assertThatThrownBy(() -> unpack(archive))
                .isInstanceOf(InstallException.class)
                .hasMessageContaining(reason);
        try (Stream<Path> outside = Files.list(folder)) {
            assertThat(outside).containsExactlyInAnyOrder(target, folder.resolve("archive"));
        }
    }

    private static Map<String, byte[]> files(String name) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("cli-proxy-api", PROGRAM);
        files.put(name, new byte[] {1});
        return files;
    }

    @ParameterizedTest
    @ValueSource(strings = {"cli-proxy-api", "cli-proxy-api-plus", "./cli-proxy-api"})
    void takesTheProgramAndItsPapersAlone(String name) throws Exception {
        String program = unpack(Archives.release(name, PROGRAM));

        assertThat(target.resolve(program)).hasBinaryContent(PROGRAM).isExecutable();
        try (Stream<Path> found = Files.list(target)) {
            assertThat(found.map(each -> each.getFileName().toString()))
                    .containsExactlyInAnyOrder(program, "LICENSE", "README.md");
        }
    }

    @Test
    void takesTheProgramOutOfAZip() throws Exception {
        assertThat(unpack(Archives.zip(files("cli-proxy-api.txt")))).isEqualTo("cli-proxy-api");
        assertThat(target.resolve("cli-proxy-api")).hasBinaryContent(PROGRAM);
    }

    @Test
    void takesABareProgram() throws Exception {
        assertThat(unpack(PROGRAM)).isEqualTo("cli-proxy-api");
        assertThat(target.resolve("cli-proxy-api")).hasBinaryContent(PROGRAM).isExecutable();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../escaped", "/escaped", "a/../../escaped", "..", "C:escaped", "a\\..\\..\\escaped"})
    void refusesNamesThatLeadOut(String name) throws IOException {
        isRefused(Archives.tarGz(files(name)), "leads out of it");
        Files.deleteIfExists(target.resolve("cli-proxy-api"));
        isRefused(Archives.zip(files(name)), "leads out of it");
    }

    @ParameterizedTest
    @ValueSource(
            bytes = {
                TarConstants.LF_SYMLINK,
                TarConstants.LF_LINK,
                TarConstants.LF_CHR,
                TarConstants.LF_BLK,
                TarConstants.LF_FIFO
            })
    void refusesLinksAndDevices(byte kind) throws IOException {
        isRefused(
                Archives.tarGz(tar -> {
                    Archives.addSpecial(tar, "cli-proxy-api", kind, "/bin/sh");
                    Archives.add(tar, "LICENSE", new byte[1]);
                }),
                "link or device");
    }

    @Test
    void refusesASymbolicLinkInAZip() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(bytes)) {
            ZipArchiveEntry entry = new ZipArchiveEntry("cli-proxy-api");
            entry.setUnixMode(0xa1ff);
            zip.putArchiveEntry(entry);
            zip.write("/bin/sh".getBytes(StandardCharsets.US_ASCII));
            zip.closeArchiveEntry();
        }
        isRefused(bytes.toByteArray(), "link or device");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cli-proxy-api", "./cli-proxy-api", "CLI-Proxy-API", "cli-proxy-api/"})
    void refusesNamesThatComeTwice(String again) throws IOException {
        isRefused(
                Archives.tarGz(tar -> {
                    Archives.add(tar, "cli-proxy-api", PROGRAM);
                    Archives.add(tar, again, new byte[0]);
                }),
                "twice");
    }

    @Test
    void refusesTwoPrograms() throws IOException {
        isRefused(Archives.tarGz(files("cli-proxy-api-plus")), "two programs");
    }

    @Test
    void refusesAnArchiveWithoutTheProgramAtItsTop() throws IOException {
        isRefused(Archives.release("folder/cli-proxy-api", PROGRAM), "none of [cli-proxy-api,");
        Files.deleteIfExists(target.resolve("LICENSE"));
        Files.deleteIfExists(target.resolve("README.md"));
        isRefused(Archives.release("cli-proxy-api.sh", PROGRAM), "none of [cli-proxy-api,");
    }

    @Test
    void refusesBombsByTheirRatioAndByTheirSize() throws IOException {
        isRefused(Archives.release(new byte[900_000]), "counts as a bomb");
        Files.delete(target.resolve("cli-proxy-api"));
        Files.delete(target.resolve("LICENSE"));
        Files.delete(target.resolve("README.md"));
        isRefused(Archives.release(TinyProgram.large("7.2.9", 2_000_000)), "counts as a bomb");
    }

    @Test
    void countsWhatIsNotWantedToo() throws IOException {
        Map<String, byte[]> files = files("padding");
        files.put("padding", new byte[900_000]);
        isRefused(Archives.tarGz(files), "counts as a bomb");
    }

    @Test
    void refusesAnEndlessListOfFiles() throws IOException {
        isRefused(
                Archives.tarGz(tar -> {
                    for (int i = 0; i < 60; i++) {
                        Archives.add(tar, "file" + i, new byte[0]);
                    }
                }),
                "more than 50 files");
    }

    @Test
    void tellsDamagedArchives() throws IOException {
        byte[] whole = Archives.release(TinyProgram.large("7.2.9", 50_000));
        for (int length : new int[] {10, 40, 1000, whole.length - 1}) {
            isRefused(Arrays.copyOf(whole, length), "truncated or damaged");
            for (String name : new String[] {"cli-proxy-api", "LICENSE", "README.md"}) {
                Files.deleteIfExists(target.resolve(name));
            }
        }
        byte[] zip = Archives.zip(files("x"));
        isRefused(Arrays.copyOf(zip, zip.length / 2), "truncated or damaged");
    }
}
