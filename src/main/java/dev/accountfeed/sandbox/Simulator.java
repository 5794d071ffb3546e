package dev.accountfeed.sandbox;

/** One provider: answers calls as the real one does, from accounts it keeps in memory. */
interface Simulator {

    ProviderData data();

    AccountStore accounts();

    boolean serves(String path);

    Answer answer(Request request);

    /** The refusal in the provider's own form, or the form that {@code request} hints at. */
    Answer refuse(Request request, Refusal refusal);

    /** Who calls, as far as the credentials say so by themselves: an account or user name, never a secret. */
    String caller(Request request);

    default String name() {
        return data().name();
    }

    default Answer refuse(Request request, String kind) {
        return refuse(request, data().refusal(kind));
    }
}
