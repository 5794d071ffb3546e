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
 * @param maxBytes the largest answer that is taken, or page of one
 * @param records where the accounts stand in an answer
 * @param errors how the provider says no
 * @param fields of a record that the provider documents, with their types: string, number, boolean, object or array; a
 *     number or boolean that is sent as text is taken for what it says
 * @param secrets fields of a record that are dropped
 * @param times format, in {@link java.time.format.DateTimeFormatter}'s letters, of canonical times that are not RFC 3339
 * @param derived by JSON Pointer of a canonical value, the raw attributes that it was derived from
 * @param preferredAddress JSON Pointer, in an answer about one account, of where the provider would like to be called;
 *     told, never followed; null where it does not say
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
        Map<String, List<String>> derived,
        @Nullable String preferredAddress) {

    /** By the name alone: the schemas are large, and maps are asked with providers several times in every poll. */
    @Override
    public int hashCode() {
        return name.hashCode();
    }

    /**
     * Where records are in an answer.
     *
     * @param id JSON Pointer of the account's id in a record; null where records have none
     * @param idOption name of the option that holds the id instead; null where records have it
     * @param single JSON Pointer of the record in an answer about one account, empty for the whole answer; null where
     *     there is no such answer
     * @param list JSON Pointer of the array in an answer about many; null where there is no such answer
     * @param beside name of the option that asks for the list beside the one account; null where it is one or the other
     * @param element XML name of one record; null where there is no XML
     * @param limit name of the option that caps a list; null where nothing does
     * @param maxLimit name of the option that caps the cap
     * @param roundCap a list of a multiple of so many rows below its limit may have been cut; 0 where that is no sign
     * @param filters names of the options that make a list less than all
     * @param paging how a list goes on; null where it is one page
     */
    public record Records(
            @Nullable String id,
            @Nullable String idOption,
            @Nullable String single,
            @Nullable String list,
            @Nullable String beside,
            @Nullable String element,
            @Nullable String limit,
            @Nullable String maxLimit,
            int roundCap,
            List<String> filters,
            @Nullable Paging paging) {}

    /**
     * Either {@code next} or {@code offset} and {@code total} are there.
     *
     * @param size name of the query parameter that holds {@code rows}; null where a page's size cannot be asked for
     * @param rows how many to ask for
     * @param next JSON Pointer of the next page's address
     * @param offset name of the query parameter that says how many rows to pass over
     * @param total JSON Pointer of the number of rows on all pages; null where the provider does not tell
     * @param maxBytes the largest answer that is taken, all pages together
     */
    public record Paging(
            @Nullable String size,
            int rows,
            @Nullable String next,
            @Nullable String offset,
            @Nullable String total,
            long maxBytes) {}

    /**
     * Where an error is in an answer, and what it means.
     *
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
