package dev.accountfeed.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountSearchTest {

    @TempDir
    private Path folder;

    private Database database;

    @BeforeEach
    void accounts() {
        database = Database.open(folder);
        store("1", "Иван Müller 100%", "ivan@example.com");
        store("2", "Somebody else", "else@example.com");
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void store(String id, String name, String email) {
        String account = "{\"name\": \"%s\", \"contact\": {\"email\": \"%s\"}, \"raw\": {\"note\": \"Müller\"}}";
        AccountState state = new AccountState(0, id, "scope", 1, account.formatted(name, email), null, 0, null);
        new AccountStateRepository(database, Samples.ENCODER)
                .store(new StateChange("s", List.of(state), List.of(), null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ИВАН", "иван", "Иван", "ван m", "MÜLLER", "müller", "Üller", "IVAN@", "100%", "1"})
    void aPartOfIdNameOrAddressIsFoundInEitherCase(String text) {
        assertThat(ids(text)).containsExactly("1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Петр", "1_0", "note", "\""})
    void whatIsElsewhereOrNowhereIsNot(String text) {
        assertThat(ids(text)).isEmpty();
    }

    @Test
    void nothingToLookForFindsAll() {
        assertThat(ids("")).containsExactly("1", "2");
    }

    private List<String> ids(String text) {
        return new AccountSearch(database)
                .page(null, text, 0, 10).stream()
                        .map(found -> found.state().id())
                        .toList();
    }
}
