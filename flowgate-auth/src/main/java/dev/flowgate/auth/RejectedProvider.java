package dev.flowgate.auth;

/**
 * A class that discovery found and could not use. It takes nothing else down.
 *
 * @param className its name; {@code unknown} when not even that could be found out
 * @param reason why, for a person to read
 */
public record RejectedProvider(String className, String reason) {}
