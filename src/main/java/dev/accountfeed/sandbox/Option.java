package dev.accountfeed.sandbox;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A setting of a fault.
 *
 * @param otherwise its value when it is left out, as written in JSON
 */
record Option(String name, Type type, String otherwise, String what) {

    enum Type {
        NUMBER,
        TEXT,
        FLAG
    }

    static Option number(String name, String otherwise, String what) {
        return new Option(name, Type.NUMBER, otherwise, what);
    }

    static Option seconds(String name, String otherwise, String what) {
        return number(name, otherwise, "seconds " + what);
    }

    static Option text(String name, String otherwise, String what) {
        return new Option(name, Type.TEXT, otherwise, what);
    }

    static Option flag(String name, String otherwise, String what) {
        return new Option(name, Type.FLAG, otherwise, what);
    }

    /** Texts may be written as numbers: a code is either. */
    boolean fits(JsonNode value) {
        return switch (type) {
            case NUMBER -> value.isNumber();
            case TEXT -> value.isTextual() || value.isNumber();
            case FLAG -> value.isBoolean();
        };
    }
}
