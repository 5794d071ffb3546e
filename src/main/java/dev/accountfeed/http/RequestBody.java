package dev.accountfeed.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.accountfeed.account.Json;
import org.jspecify.annotations.Nullable;

/** What a caller has sent. */
final class RequestBody {

    private RequestBody() {}

    /** The JSON object in a body. */
    static JsonNode of(@Nullable String body) {
        try {
            JsonNode json = Json.MAPPER.readTree(body == null ? "" : body);
            if (json != null && json.isObject()) {
                return json;
            }
        } catch (JsonProcessingException e) {
            // The parser's words would quote the body.
        }
        throw new ApiException(400, "the body must be a JSON object");
    }
}
