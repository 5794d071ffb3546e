package dev.accountfeed.sandbox;

import java.util.List;
import java.util.function.Function;

/** A fault that can be switched on: its name, what it does in a sentence, its options, its effect on a call. */
record KnownFault(String name, String what, List<Option> options, Function<FaultCall, Answer> effect) {

    static KnownFault of(String name, String what, Function<FaultCall, Answer> effect, Option... options) {
        return new KnownFault(name, what, List.of(options), effect);
    }
}
