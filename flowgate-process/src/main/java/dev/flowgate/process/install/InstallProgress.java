package dev.flowgate.process.install;

import java.util.OptionalLong;

/**
 * How far an installation has come.
 *
 * @param phase what is being done
 * @param subject what with, such as the name of an archive or a package
 * @param done how many bytes or packages are there
 * @param total how many there will be; empty when nobody has said
 */
public record InstallProgress(Phase phase, String subject, long done, OptionalLong total) {
    /** What is being done. */
    public enum Phase {
        /** The release is looked up. */
        RESOLVING,
        /** An archive is fetched; the counts are bytes. */
        DOWNLOADING,
        /** The archive's checksum is compared. */
        VERIFYING,
        /** The archive is unpacked. */
        UNPACKING,
        /** The Python environment is made. */
        CREATING_ENVIRONMENT,
        /** Packages are fetched and installed. */
        INSTALLING_PACKAGES,
        /** The new program is tried. */
        VALIDATING,
        /** The new program takes the place of the old one. */
        ACTIVATING
    }

    /** Is told how far an installation has come, on the thread that makes the call, at most some ten times a second. */
    @FunctionalInterface
    public interface Listener {
        /** Listens to nothing. */
        Listener NONE = progress -> {};

        /**
         * Tells how far it has come. An exception from here ends the installation, undoes it, and reaches the caller.
         *
         * @param progress the state of things
         */
        void progress(InstallProgress progress);
    }
}
