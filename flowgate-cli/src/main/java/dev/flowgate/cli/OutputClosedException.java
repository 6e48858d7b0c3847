package dev.flowgate.cli;

/** Nobody reads the results any more. Nothing is said about it: there is nobody to say it to. */
final class OutputClosedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
}
