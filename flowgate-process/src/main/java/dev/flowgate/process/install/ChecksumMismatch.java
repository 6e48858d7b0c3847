package dev.flowgate.process.install;

/**
 * A file that is not what it should be.
 *
 * @param name the file's name
 * @param expected the SHA-256 that it should have
 * @param actual the one that it has
 */
record ChecksumMismatch(String name, String expected, String actual) {
    InstallException failure() {
        return new InstallException("The checksum of " + name + " is wrong: expected " + expected + ", found " + actual
                + ". It was not unpacked. Fetch it again; when that does not help, somebody has changed it.");
    }
}
