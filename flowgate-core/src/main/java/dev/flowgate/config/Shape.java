package dev.flowgate.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a value of the contract may look like. Checking, the JSON Schema and the documentation all read this. */
sealed interface Shape {
    /** What is allowed, as it follows "must be". */
    String expected();

    /** Scalars. */
    enum Value implements Shape {
        TEXT("text"),
        /** Text that is kept from every message, and read from the environment only when it is used. */
        SECRET("text"),
        /** May be empty. */
        FREE_TEXT("text"),
        /** Text, or a number or boolean that is taken as it is written. */
        ARGUMENT("text or a number"),
        PATH("a path"),
        BOOLEAN("true or false"),
        DURATION("a duration above 0: a number of seconds, or a text such as \"30s\", \"2m\" or \"500ms\""),
        SECONDS("a number of seconds above 0"),
        SECONDS_OR_ZERO("a number of seconds, 0 or more"),
        COUNT("a whole number, 0 or more"),
        POSITIVE_COUNT("a whole number, 1 or more"),
        AMOUNT("a number, 0 or more"),
        VERSION("a whole number"),
        PORT("a whole number from 1 to 65535"),
        HTTP_URI("an http or https address without a user name, such as \"http://127.0.0.1:8317/v1\""),
        IDENTIFIER("text or a whole number"),
        VERIFICATION("true, false or the path of a PEM file"),
        ANYTHING("anything");

        private final String expected;

        Value(String expected) {
            this.expected = expected;
        }

        @Override
        public String expected() {
            return expected;
        }
    }

    /** One of some words. */
    record Choice(List<String> values) implements Shape {
        @Override
        public String expected() {
            return "one of " + String.join(", ", values);
        }
    }

    /** A list. */
    record ListOf(Shape item, boolean notEmpty) implements Shape {
        @Override
        public String expected() {
            return notEmpty ? "a list with at least one entry" : "a list";
        }
    }

    /** A map whose keys are names that the user chooses. */
    record MapOf(Shape value, int least, int most) implements Shape {
        @Override
        public String expected() {
            if (most == 1) {
                return "a map with exactly one entry";
            }
            if (most < Integer.MAX_VALUE) {
                return "a map with " + least + " to " + most + " entries";
            }
            return least > 0 ? "a map with at least one entry" : "a map";
        }
    }

    /** A map with known keys. */
    record Table(List<ContractKey> keys, Others others) implements Shape {
        @Override
        public String expected() {
            return "a map";
        }

        @Nullable ContractKey key(String name) {
            for (ContractKey key : keys) {
                if (key.name().equals(name)) {
                    return key;
                }
            }
            return null;
        }

        List<String> names() {
            return keys.stream().map(ContractKey::name).toList();
        }
    }

    /** One of some shapes, told apart by being a scalar, a list or a map. */
    record Either(List<Shape> shapes) implements Shape {
        @Override
        public String expected() {
            return String.join(" or ", shapes.stream().map(Shape::expected).toList());
        }
    }

    /** What is said to keys that a table does not have. */
    enum Others {
        /** They are errors. */
        REFUSED,
        /** They are warnings where the embedded engine runs, which would not honour them. */
        NOT_HONOURED,
        /** They belong to the user. */
        FREE
    }
}
