package dev.accountfeed.provider;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.accountfeed.account.Json;
import dev.accountfeed.account.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** How one provider's answers are read, by its manifest. */
public final class AnswerFormat {

    /** What answers are written in. */
    @SuppressWarnings("ImmutableEnumChecker") // nobody changes a mapper that is in use
    public enum Format {
        json(Json.MAPPER),
        xml(XmlRecordReader.MAPPER);

        private final ObjectMapper mapper;

        Format(ObjectMapper mapper) {
            this.mapper = mapper;
        }

        public ObjectMapper mapper() {
            return mapper;
        }
    }

    private final Provider.Records records;
    private final @Nullable JsonPointer id;
    private final @Nullable JsonPointer single;
    private final Classifier classifier;
    private final Secrets secrets;
    private final byte[] version;

    public AnswerFormat(Provider provider) {
        this.records = provider.records();
        this.id = records.id() == null ? null : JsonPointer.compile(records.id());
        this.single = records.single() == null ? null : JsonPointer.compile(records.single());
        this.classifier = new Classifier(provider.errors());
        this.secrets = new Secrets(provider);
        this.version = version(provider);
    }

    public Classifier classifier() {
        return classifier;
    }

    /** The record in an answer about one account; null where there is none. */
    public @Nullable JsonNode single(JsonNode body) {
        JsonNode record = body.at(declared(single, "single"));
        return record.isObject() && !record.isEmpty() ? record : null;
    }

    /**
     * The id of a record's account; null where the record has none.
     *
     * @param options of the source, one of which may be the id
     */
    public @Nullable String id(JsonNode record, JsonNode options) {
        JsonNode found = records.idOption() == null ? record.at(declared(id, "id")) : options.path(records.idOption());
        return found.isTextual() || found.isIntegralNumber() ? found.asText() : null;
    }

    /** A reader of lists; JSON where the source names no format. */
    public RecordReader reader(@Nullable String format) {
        String list = declared(records.list(), "list");
        String pointer = declared(records.id(), "id");
        return format != null && Format.valueOf(format) == Format.xml
                ? new XmlRecordReader(list.substring(1), declared(records.element(), "element"), pointer.substring(1))
                : new JsonRecordReader(list, pointer);
    }

    private static <T> T declared(@Nullable T value, String name) {
        if (value == null) {
            throw new IllegalStateException("the route reads what the manifest does not describe: records." + name);
        }
        return value;
    }

    /** The record without what must not be kept, on disk neither. */
    public JsonNode withoutSecrets(JsonNode record) {
        secrets.drop(record);
        return record;
    }

    /** The provider's words without what must not be kept. */
    public String withoutSecrets(String words) {
        return secrets.mask(words);
    }

    /** Fingerprints of records that are read by this manifest and mapping, with these options. */
    public Fingerprints fingerprints(JsonNode options) {
        MessageDigest begun = Sha256.begin();
        begun.update(version);
        begun.update(Json.rawBytes(options));
        return new Fingerprints(secrets, begun);
    }

    private static byte[] version(Provider provider) {
        MessageDigest digest = Sha256.begin();
        try {
            digest.update(Files.readAllBytes(AccountMapping.file(provider)));
            digest.update(Files.readAllBytes(provider.folder().resolve("provider.yaml")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return digest.digest();
    }
}
