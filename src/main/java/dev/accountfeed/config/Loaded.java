package dev.accountfeed.config;

import java.util.List;
import java.util.Optional;

/**
 * What was read from a user's file, and what was found wrong with it.
 *
 * @param value empty if something is wrong with it, or with what it depends on
 */
public record Loaded<T>(Optional<T> value, List<Finding> findings) {

    public Loaded {
        findings = List.copyOf(findings);
    }

    public static <T> Loaded<T> of(T value) {
        return new Loaded<>(Optional.of(value), List.of());
    }

    public static <T> Loaded<T> failed(Finding... findings) {
        return new Loaded<>(Optional.empty(), List.of(findings));
    }

    public static <T> Loaded<T> failed(List<Finding> findings) {
        return new Loaded<>(Optional.empty(), findings);
    }
}
