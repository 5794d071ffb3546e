package dev.accountfeed.change;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.accountfeed.account.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** What holds for change detection whatever is observed. */
class AccountChangePropertiesTest {

    private static final ChangeRules LOOSE = new ChangeRules(
            List.of("/b", "/a~1b"), Map.of("/a", BigDecimal.ONE, "/attributes/a", new BigDecimal("0.5")), 2, 0.5);
    private static final Map<String, List<String>> DERIVED = Map.of("/a", List.of("/attributes/b"));

    @Property(tries = 300)
    void replayingTheEventsRebuildsTheAccountLastSent(@ForAll("observations") List<ObjectNode> observations) {
        ObjectNode rebuilt = null;
        List<AccountChange> events = feed(ChangeRules.DEFAULT, observations);
        for (AccountChange event : events) {
            rebuilt = event.op() == Op.u ? patched(event) : ((ObjectNode) event.after()).deepCopy();
        }
        assertThat(rebuilt).isNotNull();
        assertThat(Json.same(rebuilt, observations.get(observations.size() - 1)))
                .as("%s of %s", rebuilt, observations)
                .isTrue();
    }

    @Property(tries = 300)
    void beforeIsAlwaysTheAfterOfTheEventBefore(@ForAll("observations") List<ObjectNode> observations) {
        for (ChangeRules rules : List.of(ChangeRules.DEFAULT, LOOSE)) {
            JsonNode last = null;
            for (AccountChange event : feed(rules, observations)) {
                assertThat(event.before()).isEqualTo(last);
                last = event.after();
            }
        }
    }

    @Property(tries = 300)
    void anEventIsMadeExactlyWhereSomethingDiffers(@ForAll("accounts") ObjectNode a, @ForAll("accounts") ObjectNode b) {
        Optional<AccountChange> change = new AccountChangeDetector(ChangeRules.DEFAULT, Map.of()).detect(a, b, true);

        assertThat(change.isEmpty()).isEqualTo(Json.same(a, b));
        change.ifPresent(update -> assertThat(update.changed())
                .isNotEmpty()
                .isSorted()
                .doesNotHaveDuplicates()
                .allSatisfy(pointer ->
                        assertThat(same(a.at(pointer), b.at(pointer))).isFalse()));
    }

    @Property(tries = 300)
    void whatChangedIsTheSameThereAndBack(@ForAll("accounts") ObjectNode a, @ForAll("accounts") ObjectNode b) {
        AccountChangeDetector detector = new AccountChangeDetector(ChangeRules.DEFAULT, Map.of());

        assertThat(detector.detect(a, b, true).map(AccountChange::changed))
                .isEqualTo(detector.detect(b, a, true).map(AccountChange::changed));
    }

    @Property(tries = 300)
    void rulesOnlyEverLeaveEventsOut(@ForAll("accounts") ObjectNode a, @ForAll("accounts") ObjectNode b) {
        Optional<AccountChange> strict = new AccountChangeDetector(ChangeRules.DEFAULT, DERIVED).detect(a, b, true);
        Optional<AccountChange> loose = new AccountChangeDetector(LOOSE, DERIVED).detect(a, b, true);

        loose.ifPresent(event -> assertThat(strict).contains(event));
    }

    /** What is sent for one account that is observed again and again. */
    private static List<AccountChange> feed(ChangeRules rules, List<ObjectNode> observations) {
        AccountChangeDetector detector = new AccountChangeDetector(rules, DERIVED);
        List<AccountChange> events = new ArrayList<>();
        JsonNode sent = null;
        for (ObjectNode observation : observations) {
            Optional<AccountChange> change = detector.detect(sent, observation, true);
            change.ifPresent(events::add);
            sent = change.isPresent() ? change.get().after() : sent;
        }
        return events;
    }

    /** The account before with only the leaves that are said to have changed taken from the account after. */
    private static ObjectNode patched(AccountChange event) {
        ObjectNode account = ((ObjectNode) event.before()).deepCopy();
        for (String changed : event.changed()) {
            JsonPointer pointer = JsonPointer.compile(changed);
            set(account, pointer, event.after().at(pointer));
        }
        return account;
    }

    private static void set(ObjectNode object, JsonPointer pointer, JsonNode value) {
        String name = pointer.getMatchingProperty();
        if (pointer.tail().matches()) {
            if (value.isMissingNode()) {
                object.remove(name);
            } else {
                object.set(name, value);
            }
            return;
        }
        JsonNode child = object.get(name);
        ObjectNode parent = child instanceof ObjectNode known ? known : object.objectNode();
        set(parent, pointer.tail(), value);
        if (parent.isEmpty()) {
            object.remove(name);
        } else {
            object.set(name, parent);
        }
    }

    private static boolean same(@Nullable JsonNode a, @Nullable JsonNode b) {
        return a.isMissingNode() == b.isMissingNode() && (a.isMissingNode() || Json.same(a, b));
    }

    @Provide
    Arbitrary<List<ObjectNode>> observations() {
        return accounts().list().ofMinSize(1).ofMaxSize(8);
    }

    /** Few names and values, so that what is observed is often nearly the same. */
    @Provide
    Arbitrary<ObjectNode> accounts() {
        return object(2);
    }

    private static Arbitrary<ObjectNode> object(int depth) {
        return Arbitraries.maps(Arbitraries.of("a", "b", "a/b", "m~n", "attributes"), value(depth))
                .ofMinSize(1)
                .ofMaxSize(4)
                .map(members -> {
                    ObjectNode object = JsonNodeFactory.instance.objectNode();
                    object.setAll(members);
                    return object;
                });
    }

    private static Arbitrary<JsonNode> value(int depth) {
        JsonNodeFactory nodes = JsonNodeFactory.withExactBigDecimals(true);
        Arbitrary<JsonNode> leaf = Arbitraries.oneOf(
                Arbitraries.of("0", "1", "1.0", "1.00", "1.4", "1e1", "10", "-1")
                        .map(number -> nodes.numberNode(new BigDecimal(number))),
                Arbitraries.of("", "1", "x").map(nodes::textNode),
                Arbitraries.of(true, false).map(nodes::booleanNode),
                Arbitraries.of("[]", "[1]", "[1.0]", "[{\"a\":1}]").map(Json::tree));
        return depth == 0 ? leaf : Arbitraries.oneOf(leaf, object(depth - 1).map(JsonNode.class::cast));
    }
}
