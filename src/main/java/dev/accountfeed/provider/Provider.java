package dev.accountfeed.provider;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What differs between providers, as data: {@code routes/<name>/provider.yaml}.
 *
 * @param name the folder's name
 * @param folder that holds the manifest, the routes, the mapping and the fixtures
 * @param url of the provider unless a source names its own; null where each account has its own
 * @param credentials JSON Schema of a source's {@code credentials}
 * @param options JSON Schema of a source's {@code options}
 * @param apiKeyScheme word before an API key in the Authorization header; null where it takes none
 * @param scope names of the options that decide which accounts a source can see
 * @param maxBytes the largest answer that is taken
 * @param records where the accounts stand in an answer
 * @param errors how the provider says no
 * @param fields of a record that the provider documents, with their types: string, number, boolean, object or array; a
 *     number or boolean that is sent as text is taken for what it says
 * @param secrets fields of a record that are dropped
 * @param times format, in {@link java.time.format.DateTimeFormatter}'s letters, of canonical times that are not RFC 3339
 * @param derived by JSON Pointer of a canonical value, the raw attributes that it was derived from
 */
public record Provider(
        String name,
        Path folder,
        String title,
        @Nullable URI url,
        JsonNode credentials,
        @Nullable String apiKeyScheme,
        JsonNode options,
        List<String> scope,
        long maxBytes,
        Records records,
        Errors errors,
        Map<String, String> fields,
        Set<String> secrets,
        Map<String, String> times,
        Map<String, List<String>> derived) {

    /**
     * @param id JSON Pointer of the account's id in a record
     * @param single JSON Pointer of the record in an answer about one account; empty for the whole answer
     * @param list JSON Pointer of the array in an answer about many; null where there is no such answer
     * @param element XML name of one record; null where there is no XML
     * @param limit name of the option that caps a list; null where nothing does
     * @param maxLimit name of the option that caps the cap
     * @param filters names of the options that make a list less than all
     */
    public record Records(
            String id,
            String single,
            @Nullable String list,
            @Nullable String element,
            @Nullable String limit,
            @Nullable String maxLimit,
            List<String> filters) {}

    /**
     * @param codes JSON Pointers of the error code; the first that is there counts
     * @param messages JSON Pointers of the error's text
     * @param classes by code, what it means; a key such as {@code "<100"} stands for the numbers below
     * @param retryAfter a pattern with one group: the seconds to wait, in the error's text
     */
    public record Errors(
            List<String> codes,
            List<String> messages,
            Map<String, String> classes,
            @Nullable String retryAfter) {}
}
