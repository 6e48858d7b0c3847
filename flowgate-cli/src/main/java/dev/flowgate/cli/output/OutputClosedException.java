package dev.flowgate.cli.output;

/** Nobody reads the results any more. Nothing is said about it: there is nobody to say it to. */
public final class OutputClosedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
}
