package dev.accountfeed.sandbox;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.POJONode;

/** Writes one account as JSON or XML; fields whose name begins with {@code ~} are the sandbox's own and stay inside. */
enum RowWriter {
    JSON {
        @Override
        void write(ObjectNode row, StringBuilder out) {
            out.append('{');
            String separator = "";
            for (var field : row.properties()) {
                if (!isOwn(field.getKey())) {
                    quote(field.getKey(), out.append(separator));
                    value(field.getValue(), out.append(':'));
                    separator = ",";
                }
            }
            out.append('}');
        }
    },
    XML {
        @Override
        void write(ObjectNode row, StringBuilder out) {
            out.append("<account>");
            fields(row, out);
            out.append("</account>");
        }
    };

    abstract void write(ObjectNode row, StringBuilder out);

    String write(ObjectNode row) {
        StringBuilder out = new StringBuilder();
        write(row, out);
        return out.toString();
    }

    private static boolean isOwn(String name) {
        return name.startsWith("~");
    }

    private static void quote(String text, StringBuilder out) {
        out.append('"');
        JsonStringEncoder.getInstance().quoteAsString(text, out);
        out.append('"');
    }

    private static void value(JsonNode value, StringBuilder out) {
        if (value.isTextual()) {
            quote(value.textValue(), out);
        } else if (value.isBoolean() || value.isIntegralNumber()) {
            out.append(value.asText());
        } else if (value.isBigDecimal()) {
            out.append(value.decimalValue().toPlainString());
        } else {
            out.append(Json.text(value));
        }
    }

    private static void fields(JsonNode object, StringBuilder out) {
        for (var field : object.properties()) {
            if (!isOwn(field.getKey())) {
                element(field.getKey(), field.getValue(), out);
            }
        }
    }

    private static void element(String name, JsonNode value, StringBuilder out) {
        if (value.isArray()) {
            value.forEach(item -> element(name, item, out));
            return;
        }
        out.append('<').append(name).append('>');
        if (value.isObject()) {
            fields(value, out);
        } else if (value instanceof POJONode node && node.getPojo() instanceof Raw raw) {
            out.append(raw.xml());
        } else {
            escape(value.asText(), out);
        }
        out.append("</").append(name).append('>');
    }

    static void escape(String text, StringBuilder out) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                default -> {
                    if (c < ' ') {
                        out.append("&#").append((int) c).append(';');
                    } else {
                        out.append(c);
                    }
                }
            }
        }
    }
}
