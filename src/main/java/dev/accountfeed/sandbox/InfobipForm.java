package dev.accountfeed.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Writes Infobip's answers, in JSON or XML as the caller accepts. */
final class InfobipForm {

    private static final String DECLARATION = "<?xml version='1.0' encoding='UTF-8'?>\n";

    Answer accounts(Request request, Rows found, boolean byName) {
        Rows rows = request.edit().apply(found);
        return isXml(request) ? xml(200, xmlAccounts(rows, byName)) : json(200, jsonAccounts(rows));
    }

    private static Content jsonAccounts(Rows rows) {
        if (rows.single() && rows.list().size() == 1) {
            return Content.of(RowWriter.JSON.write(rows.list().get(0)));
        }
        return rows.single()
                ? Content.of("{}")
                : RowsContent.of("{\"accounts\":[", rows.list(), RowWriter.JSON, ",", "]}");
    }

    private static Content xmlAccounts(Rows rows, boolean byName) {
        // The documents show the answer to a name as a bare account, not as a list.
        if ((rows.single() || byName) && rows.list().size() == 1) {
            return Content.of(DECLARATION + RowWriter.XML.write(rows.list().get(0)));
        }
        return rows.single()
                ? Content.of(DECLARATION + "<account></account>")
                : RowsContent.of(
                        DECLARATION + "<accountsResponse><accounts>",
                        rows.list(),
                        RowWriter.XML,
                        "",
                        "</accounts></accountsResponse>");
    }

    Answer object(Request request, ObjectNode body, String root) {
        ObjectNode edited = request.edit().apply(new Rows(List.of(body), true)).list().stream()
                .findFirst()
                .orElseGet(Json::object);
        return isXml(request)
                ? xml(200, Content.of(element(root, RowWriter.XML.write(edited))))
                : json(200, Content.of(RowWriter.JSON.write(edited)));
    }

    private static String element(String root, String account) {
        String inner = account.substring("<account>".length(), account.length() - "</account>".length());
        return DECLARATION + "<" + root + ">" + inner + "</" + root + ">";
    }

    /** In the form of the hint {@code form}: requestError, ApiException (XML only) or errorCode. */
    Answer refusal(Request request, Refusal refusal) {
        String form = request.hints().getOrDefault("form", "requestError");
        Content body = isXml(request)
                ? Content.of(DECLARATION + xmlRefusal(form, refusal))
                : Content.of(Json.text(jsonRefusal(form, refusal)));
        return isXml(request) ? xml(refusal.status(), body) : json(refusal.status(), body);
    }

    private static ObjectNode jsonRefusal(String form, Refusal refusal) {
        ObjectNode body = Json.object();
        if (form.equals("errorCode")) {
            return body.put("errorCode", "E" + refusal.status())
                    .put("description", refusal.text())
                    .put("action", "See the documentation.");
        }
        body.putObject("requestError")
                .putObject("serviceException")
                .put("messageId", refusal.code())
                .put("text", refusal.text());
        return body;
    }

    private static String xmlRefusal(String form, Refusal refusal) {
        ObjectNode body = jsonRefusal(form, refusal);
        String fields = RowWriter.XML.write(body).replaceAll("^<account>|</account>$", "");
        return switch (form) {
            case "ApiException" -> "<ApiException>" + fields + "</ApiException>";
            case "errorCode" -> "<apiError>" + fields + "</apiError>";
            default -> fields;
        };
    }

    /** Whichever of the two stands first in Accept; JSON where neither does. */
    private static boolean isXml(Request request) {
        String accept = request.header("Accept").orElse("");
        int xml = accept.indexOf("xml");
        int json = accept.indexOf("json");
        return xml >= 0 && (json < 0 || xml < json);
    }

    private static Answer json(int status, Content content) {
        return Answer.of(status, "application/json;charset=UTF-8", content);
    }

    private static Answer xml(int status, Content content) {
        return Answer.of(status, "application/xml;charset=UTF-8", content);
    }
}
