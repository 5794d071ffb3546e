package dev.accountfeed.provider;

import dev.accountfeed.account.Account;
import dev.accountfeed.config.Nearest;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Knows which JSON Pointers can stand for something in a canonical account. */
public final class AccountPointers {

    private AccountPointers() {}

    /** What is wrong with a pointer: a name that no account will ever have. */
    public static Optional<String> problem(String pointer) {
        return problem(pointer, false);
    }

    /** What is wrong with a pointer that has to lead to a number. */
    public static Optional<String> problemOfNumber(String pointer) {
        return problem(pointer, true);
    }

    private static Optional<String> problem(String pointer, boolean number) {
        Class<?> type = Account.class;
        for (String name : pointer.substring(1).split("/", -1)) {
            if (!type.isRecord()) {
                // Attributes and limits have the provider's own names, new ones too.
                return Optional.empty();
            }
            List<RecordComponent> components = Arrays.asList(type.getRecordComponents());
            Optional<RecordComponent> component =
                    components.stream().filter(c -> c.getName().equals(name)).findFirst();
            if (component.isEmpty()) {
                List<String> known =
                        components.stream().map(RecordComponent::getName).toList();
                return Optional.of("an account has no `" + name + "` here" + Nearest.hint(name, known));
            }
            type = component.get().getType();
        }
        return number && type != BigDecimal.class
                ? Optional.of("`" + pointer + "` is no number; write one, such as /balance/amount")
                : Optional.empty();
    }
}
