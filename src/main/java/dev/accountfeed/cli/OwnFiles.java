package dev.accountfeed.cli;

import dev.accountfeed.config.Finding;
import java.nio.file.Path;

/** Names the user's files the way they would. */
final class OwnFiles {

    private OwnFiles() {}

    /** The finding, with the name of its file as short as the current folder allows. */
    static Finding fromHere(Finding finding) {
        Path here = Path.of("").toAbsolutePath();
        Path file = finding.file().toAbsolutePath().normalize();
        return file.startsWith(here)
                ? new Finding(here.relativize(file), finding.line(), finding.column(), finding.message())
                : finding;
    }
}
