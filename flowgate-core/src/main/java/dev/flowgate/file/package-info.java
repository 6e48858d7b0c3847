/**
 * Files that are replaced whole and readable by their owner alone: {@link dev.flowgate.file.AtomicFile} is the entry.
 */
@NullMarked
package dev.flowgate.file;

import org.jspecify.annotations.NullMarked;
