package dev.accountfeed.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Simulates the providers on the loopback address: real credentials, kept state, named faults.
 *
 * <p>It starts with the accounts of the providers' own documents. Accounts are JSON objects in the provider's form;
 * fields whose name begins with {@code ~} are the sandbox's own: {@code ~parent} makes a Voximplant account another's
 * child, {@code ~own}, {@code ~balance} and {@code ~currency} belong to Infobip's main account. What changes here over
 * Java changes over HTTP as well, see {@link Controls}.
 */
public final class Sandbox implements AutoCloseable {

    private final Voximplant voximplant = new Voximplant();
    private final Infobip infobip = new Infobip();
    private final Map<String, Simulator> simulators = new LinkedHashMap<>();
    private final RequestLog requests = new RequestLog();
    private final Faults faults;
    private final SandboxServer server;
    private final int port;

    private Sandbox(int port, Clock clock) {
        simulators.put(voximplant.name(), voximplant);
        simulators.put(infobip.name(), infobip);
        for (String name : List.of("twilio", "telnyx")) {
            simulators.put(name, new DataSimulator(name));
        }
        faults = new Faults(List.copyOf(simulators.keySet()));
        Controls controls = new Controls(simulators, faults, requests);
        Router router = new Router(simulators.values(), faults, requests, controls);
        server = new SandboxServer(port, clock, router::answer);
        this.port = server.port();
    }

    /** Listens on 127.0.0.1, on a free port if it is 0; tokens are judged, and answers dated, by the clock. */
    public static Sandbox start(int port, Clock clock) {
        return new Sandbox(port, clock);
    }

    public int port() {
        return port;
    }

    /** The base URL that a source of the provider uses. */
    public String url(String provider) {
        return url() + simulator(provider).data().path();
    }

    /** Scheme, host and port: {@code /sandbox/faults} and the others stand below. */
    public String url() {
        return "http://127.0.0.1:" + port;
    }

    private Simulator simulator(String provider) {
        Simulator simulator = simulators.get(provider);
        if (simulator == null) {
            throw new IllegalArgumentException(
                    "unknown provider '" + provider + "'; known: " + String.join(", ", simulators.keySet()));
        }
        return simulator;
    }

    /** Adds the account, or replaces the one with its id. */
    public void put(String provider, String account) {
        simulator(provider).accounts().put(Json.object(account));
    }

    /** Sets the fields of the patch and removes those it has as null; false where there is no such account. */
    public boolean update(String provider, String id, String patch) {
        return simulator(provider).accounts().update(id, Json.object(patch));
    }

    /** False where there is no such account. */
    public boolean remove(String provider, String id) {
        return simulator(provider).accounts().remove(id);
    }

    /** Leaves no account of the provider, not even the caller's own. */
    public void clear(String provider) {
        simulator(provider).accounts().clear();
    }

    public Optional<JsonNode> account(String provider, String id) {
        return simulator(provider).accounts().get(id).map(ObjectNode::deepCopy);
    }

    /** Ids of all accounts of the provider, oldest first. */
    public List<String> ids(String provider) {
        Simulator simulator = simulator(provider);
        String field = simulator.data().fields().id();
        return simulator.accounts().all().stream()
                .map(account -> account.path(field).asText())
                .toList();
    }

    /** Replaces Infobip's list by so many accounts, the same for the same number; every tenth is disabled. */
    public void accounts(int count) {
        infobip.generate(count);
    }

    /** The key of the account that {@link #accounts} generated with this number, from 1. */
    public static String key(int number) {
        return InfobipAccounts.key(number);
    }

    /** Switches a fault on: {@code {"fault": "rate-limited", "provider": "infobip", "times": 3}}; returns its id. */
    public int fault(String json) {
        return faults.activate(Json.object(json)).id();
    }

    /** Switches a fault of the provider on, with its defaults, until it is cleared. */
    public int fault(String provider, String name) {
        return faults.activate(Json.object().put("provider", provider).put("fault", name))
                .id();
    }

    public void clearFault(int id) {
        faults.clear(id);
    }

    public void clearFaults() {
        faults.clear();
    }

    /** The calls that have come, those to {@link Controls} left out. */
    public RequestLog requests() {
        return requests;
    }

    /** Makes a key for Voximplant's first account and writes its credentials.json; returns the key's id. */
    public String voximplantCredentials(Path file) throws IOException {
        return voximplantCredentials(file, ids("voximplant").get(0), KeyFileForm.PKCS8);
    }

    /** Makes one more key for the account and writes its credentials.json; returns the key's id. */
    public String voximplantCredentials(Path file, String accountId, KeyFileForm form) throws IOException {
        ObjectNode account = voximplant
                .accounts()
                .get(accountId)
                .orElseThrow(() -> new IllegalArgumentException("no account " + accountId));
        return voximplant.keys().issue(file, account, form);
    }

    /** From now on tokens of this key are refused (433). */
    public void revokeVoximplantKey(String keyId) {
        voximplant.keys().revoke(keyId);
    }

    /** The user name that is there at the start. */
    public String infobipUsername() {
        return infobip.data().all().path("credentials").path("username").asText();
    }

    /** The password that is there at the start. */
    public String infobipPassword() {
        return infobip.data().all().path("credentials").path("password").asText();
    }

    /** The API key that is there at the start. */
    public String infobipApiKey() {
        return infobip.data().all().path("credentials").path("apiKey").asText();
    }

    /** Lets a user in, or gives one another password. */
    public void infobipUser(String username, String password) {
        infobip.passwords().put(username, password);
    }

    /** Lets nobody in by this API key any more. */
    public void revokeInfobipApiKey(String apiKey) {
        infobip.apiKeys().remove(apiKey);
    }

    public void infobipApiKey(String apiKey) {
        infobip.apiKeys().add(apiKey);
    }

    /**
     * Entries for {@code sources:} in an inventory, indented by two, as {@code voximplant-sandbox} and
     * {@code infobip-sandbox} every 2 s; writes the credentials they need into the folder.
     */
    public String sources(Path folder) throws IOException {
        return Guide.sources(this, folder);
    }

    /** What to put into an inventory and what to type: for a user's eyes. Writes credentials as {@link #sources}. */
    public String guide(Path folder) throws IOException {
        return Guide.text(this, folder);
    }

    /** Ends all connections and refuses new ones, as a host that is down; accounts, keys and faults stay. */
    public void down() {
        server.down();
    }

    /** Listens again, on the same port. */
    public void up() {
        server.up(port);
    }

    @Override
    public void close() {
        server.close();
    }
}
