package dev.accountfeed.reload;

import static org.awaitility.Awaitility.await;

import dev.accountfeed.sandbox.Sandbox;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReloadIT {

    @TempDir
    private Path folder;

    @Test
    void everyMistakeIsToldWithItsPlace() throws Exception {
        LiveFiles files = new LiveFiles(folder);
        try (Sandbox sandbox = Sandbox.start(0, Clock.systemUTC())) {
            sandbox.voximplantCredentials(files.config().resolve("voximplant.json"));
            LiveFiles.save(files.inventory(), """
            sources:
              - id: vox
                provider: voximplant
                url: %s
                credentials: {file: voximplant.json}
                every: 200ms
              - id: bip
                provider: infobip
                url: %s
                credentials:
                  username: Aladdin
                  password: open sesame
                every: 200ms
                options: {limit: 100}
            providers:
              voximplant: {concurrency: 4, requestsPerSecond: 10000, timeout: 3s}
              infobip: {concurrency: 4, requestsPerSecond: 10000, timeout: 3s}
            """.formatted(sandbox.url("voximplant"), sandbox.url()));
            Main main = new Main();
            main.setDefaultPropertyPlaceholderLocation("file:" + files.settings());
            main.addOverrideProperty("feed.config", files.config().toString());
            main.addOverrideProperty("feed.routes", files.routes().toString());
            main.addOverrideProperty("feed.data", files.data().toString());
            main.addOverrideProperty("camel.management.enabled", "false");
            main.start();
            Reloads reloads = main.getCamelContext().getRegistry().lookupByNameAndType("reloads", Reloads.class);
            for (Mistakes.Mistake m : Mistakes.of(files)) {
                String good = LiveFiles.read(m.file());
                long before = reloads.refused() + reloads.taken();
                long t = System.nanoTime();
                m.save();
                await().atMost(Duration.ofSeconds(20)).until(() -> reloads.refused() + reloads.taken() > before);
                System.out.println("== " + m.name() + " " + (System.nanoTime() - t) / 1000000 + " ms "
                        + reloads.last().get().taken());
                reloads.last()
                        .get()
                        .findings()
                        .forEach(f -> System.out.println("    " + f.toString().replace(folder.toString(), "")));
                LiveFiles.save(m.file(), good);
                await().atMost(Duration.ofSeconds(20)).until(() -> reloads.refused() + reloads.taken() > before + 1);
                System.out.println("   back " + reloads.last().get().taken() + " "
                        + reloads.last().get());
            }
            main.stop();
        }
    }
}
