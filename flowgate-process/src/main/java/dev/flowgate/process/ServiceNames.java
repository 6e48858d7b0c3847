package dev.flowgate.process;

/** Names of services. They become folder names, so nothing that could leave the services folder is allowed. */
final class ServiceNames {
    private static final int LONGEST = 64;

    private ServiceNames() {}

    static void requireValid(String name) {
        if (!isValid(name)) {
            throw new IllegalArgumentException("'" + name + "' is no name for a service: 1 to " + LONGEST
                    + " letters, digits, '_', '-' and '.' are allowed, with a letter or digit first");
        }
    }

    static boolean isValid(String name) {
        if (name.isEmpty() || name.length() > LONGEST || !isLetterOrDigit(name.charAt(0))) {
            return false;
        }
        for (int i = 1; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!isLetterOrDigit(c) && c != '_' && c != '-' && c != '.') {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetterOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
