package dev.flowgate.process.install;

import java.io.BufferedInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.zip.ZipException;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.jspecify.annotations.Nullable;

/** The entries of an archive, one after the other. */
interface ArchiveReader extends AutoCloseable {
    /** What an entry is. */
    enum Kind {
        FILE,
        FOLDER,
        /** A link, a device, or anything else that is neither. */
        SPECIAL
    }

    /**
     * An entry.
     *
     * @param name as it stands in the archive
     * @param size in bytes, as it stands there; not to be relied on
     */
    record Entry(String name, Kind kind, long size) {}

    /** Goes to the next entry; null after the last. */
    @Nullable Entry next();

    /** Returns the content of the entry, to be read before the next one. */
    InputStream content() throws IOException;

    @Override
    void close() throws IOException;

    /** Opens an archive by its first bytes; null when it is none. */
    static @Nullable ArchiveReader open(Path archive) throws IOException {
        byte[] head;
        try (InputStream content = new FileInputStream(archive.toFile())) {
            head = content.readNBytes(4);
        }
        if (head.length >= 2 && head[0] == 0x1f && head[1] == (byte) 0x8b) {
            return new Tar(archive);
        }
        return head.length == 4 && head[0] == 'P' && head[1] == 'K' ? new Zip(archive) : null;
    }

    static InstallException damaged(Path archive, IOException cause) {
        return new InstallException(
                archive.getFileName() + " is truncated or damaged. Remove it and fetch it again.", cause);
    }

    /** A tar archive (POSIX.1-2001, "ustar" and "pax") packed by gzip (RFC 1952). */
    final class Tar implements ArchiveReader {
        private final Path archive;
        private final TarArchiveInputStream entries;

        Tar(Path archive) throws IOException {
            this.archive = archive;
            InputStream file = new BufferedInputStream(new FileInputStream(archive.toFile()));
            try {
                this.entries = new TarArchiveInputStream(GzipCompressorInputStream.builder()
                        .setInputStream(file)
                        .setDecompressConcatenated(true)
                        .get());
            } catch (IOException notOne) {
                file.close();
                throw damaged(archive, notOne);
            }
        }

        @Override
        public @Nullable Entry next() {
            try {
                TarArchiveEntry entry = entries.getNextEntry();
                return entry == null ? null : new Entry(entry.getName(), kind(entry), entry.getSize());
            } catch (IOException cut) {
                throw damaged(archive, cut);
            }
        }

        private static Kind kind(TarArchiveEntry entry) {
            boolean special = entry.isLink()
                    || entry.isSymbolicLink()
                    || entry.isCharacterDevice()
                    || entry.isBlockDevice()
                    || entry.isFIFO()
                    || entry.isSparse();
            return special || !(entry.isDirectory() || entry.isFile())
                    ? Kind.SPECIAL
                    : entry.isDirectory() ? Kind.FOLDER : Kind.FILE;
        }

        @Override
        public InputStream content() {
            return entries;
        }

        @Override
        public void close() throws IOException {
            entries.close();
        }
    }

    /** A zip archive, by its central directory (APPNOTE.TXT, section 4.3.12). */
    final class Zip implements ArchiveReader {
        private final Path archive;
        private final ZipFile file;
        private final Enumeration<ZipArchiveEntry> entries;
        private @Nullable ZipArchiveEntry current;

        Zip(Path archive) {
            this.archive = archive;
            try {
                this.file = ZipFile.builder().setPath(archive).get();
            } catch (IOException notOne) {
                throw damaged(archive, notOne);
            }
            this.entries = file.getEntriesInPhysicalOrder();
        }

        @Override
        public @Nullable Entry next() {
            ZipArchiveEntry entry = entries.hasMoreElements() ? entries.nextElement() : null;
            current = entry;
            if (entry == null) {
                return null;
            }
            int format = entry.getUnixMode() & 0xf000;
            boolean plain = format == 0 || format == 0x8000;
            Kind kind = entry.isDirectory() ? Kind.FOLDER : plain ? Kind.FILE : Kind.SPECIAL;
            return new Entry(entry.getName(), entry.isUnixSymlink() ? Kind.SPECIAL : kind, entry.getSize());
        }

        @Override
        public InputStream content() throws IOException {
            ZipArchiveEntry entry = current;
            if (entry == null) {
                throw new IllegalStateException("there is no entry");
            }
            try {
                return file.getInputStream(entry);
            } catch (ZipException unreadable) {
                throw damaged(archive, unreadable);
            }
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
