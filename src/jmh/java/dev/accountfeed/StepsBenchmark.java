package dev.accountfeed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.accountfeed.account.Json;
import dev.accountfeed.auth.AccessToken;
import dev.accountfeed.auth.JwtTokenSource;
import dev.accountfeed.auth.ServiceAccountKey;
import dev.accountfeed.change.AccountChange;
import dev.accountfeed.change.AccountChangeDetector;
import dev.accountfeed.change.ChangeRules;
import dev.accountfeed.event.CloudEventEncoder;
import dev.accountfeed.event.FeedEvent;
import dev.accountfeed.provider.AccountMapping;
import dev.accountfeed.provider.AnswerFormat;
import dev.accountfeed.provider.Fingerprints;
import dev.accountfeed.provider.UnusableRecord;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPrivateKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What single steps of a poll cost, with Voximplant's own example of an account. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class StepsBenchmark {

    private static final int BITS = 2048;

    private final ObjectNode options = Json.MAPPER.createObjectNode();
    private final JsonNode record = Seeds.json("voximplant-account.json").path("result");
    private final AccountMapping mapping = AccountMapping.of(Seeds.VOXIMPLANT);
    private final Fingerprints fingerprints = new AnswerFormat(Seeds.VOXIMPLANT).fingerprints(options);
    private final AccountChangeDetector detector =
            new AccountChangeDetector(ChangeRules.DEFAULT, Seeds.VOXIMPLANT.derived());
    private final CloudEventEncoder encoder = new CloudEventEncoder("account-feed", "dev.accountfeed");
    private JsonNode before;
    private JsonNode after;
    private AccountChange change;
    private JwtTokenSource tokens;

    @Setup
    public void prepare() throws UnusableRecord, NoSuchAlgorithmException {
        before = mapping.map(record.deepCopy(), options);
        ObjectNode other = record.deepCopy();
        after = mapping.map(other.put("frozen", true), options);
        change = detector.detect(before, after, true).orElseThrow();
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(BITS);
        RSAPrivateKey key = (RSAPrivateKey) generator.generateKeyPair().getPrivate();
        tokens = new JwtTokenSource(
                new ServiceAccountKey("3456750", "key", key), "3456750", Clock.systemUTC(), () -> Duration.ZERO);
    }

    @Benchmark
    public JsonNode mapping() throws UnusableRecord {
        return mapping.map(record.deepCopy(), options);
    }

    @Benchmark
    public byte[] fingerprint() {
        return fingerprints.of(record);
    }

    @Benchmark
    public Optional<AccountChange> detectionOfNoChange() {
        return detector.detect(before, before, true);
    }

    @Benchmark
    public Optional<AccountChange> detectionOfAChange() {
        return detector.detect(before, after, true);
    }

    @Benchmark
    public AccessToken signing() {
        return tokens.token();
    }

    @Benchmark
    public String encoding() {
        return encoder.encode(
                new FeedEvent.OfAccount("source", Instant.EPOCH, "3456750", 7, change, "schedule"), "k3f9a2b7", 1042);
    }
}
