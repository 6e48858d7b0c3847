package dev.flowgate.gateway.protocol;

import com.fasterxml.jackson.core.JsonToken;

/** What a member of a request body may be. */
final class FieldTypes {
    private FieldTypes() {}

    /** Tells whether a switch is on; null leaves it off. */
    static boolean flag(String field, JsonToken token) {
        if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE && token != JsonToken.VALUE_NULL) {
            throw wrong(field, "true or false", token);
        }
        return token == JsonToken.VALUE_TRUE;
    }

    static InvalidRequestException wrong(String field, String wanted, JsonToken found) {
        return new InvalidRequestException(
                "The field " + field + " must be " + wanted + ", but it is " + describe(found) + ".", field);
    }

    /** Says what stands in a list where it must not. */
    static InvalidRequestException wrongElement(String field, String wanted, JsonToken found) {
        return new InvalidRequestException(
                "The field " + field + " must be " + wanted + ", but it has " + describe(found) + " in it.", field);
    }

    private static String describe(JsonToken token) {
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "a list";
            case VALUE_STRING -> "a string";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            case VALUE_TRUE, VALUE_FALSE -> "true or false";
            case VALUE_NULL -> "null";
            default -> "something else";
        };
    }
}
