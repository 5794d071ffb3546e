package dev.accountfeed.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForgetCommandTest {

    @TempDir
    private Path folder;

    @Test
    void whereThereIsNoDatabaseNoneIsMade() {
        StringWriter err = new StringWriter();
        Path data = folder.resolve("data");

        int code = AccountFeed.commandLine()
                .setErr(new PrintWriter(err, true))
                .execute("forget", "gone", "--data", data.toString());

        assertThat(code).isEqualTo(2);
        assertThat(err.toString())
                .startsWith("there is no database in " + data + "; --data names the folder that the service uses");
        assertThat(data).doesNotExist();
    }
}
