package dev.flowgate.config;

/**
 * Where a node comes from: its key path and its place in the user's text. It stays with the node through merging and
 * migration, so that a problem found afterwards still points at what the user wrote.
 *
 * @param line counted from 1; 0 for a node that was made in code
 * @param column counted from 1
 * @param start the first character's index in the text; -1 for a node that was made in code
 * @param end the index after the last character
 */
record Origin(KeyPath path, int line, int column, int start, int end) {
    static Origin inCode(KeyPath path) {
        return new Origin(path, 0, 0, -1, -1);
    }

    Origin at(KeyPath other) {
        return new Origin(other, line, column, start, end);
    }

    Origin endingAt(int index) {
        return new Origin(path, line, column, start, index);
    }
}
