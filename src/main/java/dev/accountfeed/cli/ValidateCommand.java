package dev.accountfeed.cli;

import dev.accountfeed.ConfigurationException;
import dev.accountfeed.Validation;
import dev.accountfeed.auth.ServiceAccountKeyFile;
import dev.accountfeed.config.Finding;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.camel.impl.DefaultCamelContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Checks everything that can be checked without the network. */
@Command(
        name = "validate",
        description = "Checks settings, inventory, credential files, providers, routes and mappings, offline.")
public final class ValidateCommand implements Callable<Integer> {

    @Mixin
    private Folders folders = new Folders();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        folders.check(spec);
        PrintWriter out = spec.commandLine().getOut();
        List<Finding> findings = new ArrayList<>();
        FileSettings.missing(folders.config).ifPresent(findings::add);
        try {
            try (DefaultCamelContext camel = FileSettings.context(folders)) {
                findings.addAll(new Validation(
                                folders.config,
                                folders.routes,
                                camel::resolvePropertyPlaceholders,
                                ServiceAccountKeyFile::check)
                        .all());
            }
            if (findings.isEmpty()) {
                FeedMain.build(folders);
            }
        } catch (ConfigurationException e) {
            findings.addAll(e.findings());
        }
        findings.forEach(finding -> out.println(OwnFiles.fromHere(finding)));
        if (findings.isEmpty()) {
            out.println("everything is in order");
        }
        out.flush();
        return findings.isEmpty() ? 0 : 1;
    }
}
