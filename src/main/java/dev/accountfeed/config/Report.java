package dev.accountfeed.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Gathers the findings about one document, so that one mistake is told once. */
public final class Report {

    private final YamlDocument document;
    private final List<Finding> findings = new ArrayList<>();
    private final Set<String> pointers = new HashSet<>();

    public Report(YamlDocument document) {
        this.document = document;
        findings.addAll(document.gaps().findings());
        pointers.addAll(document.gaps().pointers());
    }

    /** Something is wrong with a value. */
    public void atValue(String pointer, String message) {
        add(pointer, document.atValue(pointer, message));
    }

    /** Something is wrong with a key, or with what is missing below it. */
    public void atKey(String pointer, String message) {
        add(pointer, document.atKey(pointer, message));
    }

    /** Something is wrong in another file that the value names. */
    public void elsewhere(String pointer, List<Finding> others) {
        others.forEach(finding -> add(pointer, finding));
    }

    /** How a value is called: by its key, or by the list that it is an entry of. */
    String name(String pointer) {
        if (pointer.isEmpty()) {
            return "the file";
        }
        String parent = Pointers.parent(pointer);
        return document.at(parent).isArray() ? "this entry of " + name(parent) : "`" + Pointers.last(pointer) + "`";
    }

    /** Whether nothing was found wrong at the pointer, above or below it. */
    public boolean clean(String pointer) {
        return pointers.stream().noneMatch(p -> Pointers.within(p, pointer) || Pointers.within(pointer, p));
    }

    /** What was found, from the top of the file to its end, and then what was found elsewhere. */
    public List<Finding> findings() {
        return findings.stream()
                .sorted(Comparator.comparing((Finding f) -> f.file().equals(document.file()) ? 0 : 1)
                        .thenComparingInt(Finding::line)
                        .thenComparingInt(Finding::column))
                .toList();
    }

    private void add(String pointer, Finding finding) {
        pointers.add(pointer);
        if (!findings.contains(finding)) {
            findings.add(finding);
        }
    }
}
