package dev.flowgate.cli.output;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The result of a verb, which can be written in every {@link OutputFormat}. */
public interface Report {
    /** Returns the lines for a person. */
    List<String> text(Style style);

    /** Returns the lines for a script; their keys are a contract. */
    List<String> kv();

    /** Returns the document for a script: maps, lists, texts, numbers, booleans and nulls; its keys are a contract. */
    @Nullable Object json();
}
