package dev.accountfeed.sandbox;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets time pass in a sandbox: balances move, an account is frozen and released, accounts appear, change and go.
 *
 * <p>What happens follows from the seed and the number of steps alone. Everything happens once within {@value #CYCLE}
 * steps, and then again with other accounts.
 */
public final class DemoLife {

    private static final int CYCLE = 30;
    private static final String VOXIMPLANT = "voximplant";
    private static final String INFOBIP = "infobip";
    private static final Logger LOG = LoggerFactory.getLogger(DemoLife.class);

    private final Sandbox sandbox;
    private final Random random;
    private final String voximplantAccount;
    private int steps;
    private String newcomer = "";

    public DemoLife(Sandbox sandbox, long seed) {
        this.sandbox = sandbox;
        random = new Random(seed);
        voximplantAccount = sandbox.ids(VOXIMPLANT).get(0);
    }

    /** Takes a step at every pace, from one pace on; the caller's executor ends it. A second is a good pace. */
    @SuppressWarnings("FutureReturnValueIgnored") // no step ends it
    public void start(ScheduledExecutorService executor, Duration pace) {
        long nanos = pace.toNanos();
        executor.scheduleAtFixedRate(this::stepOrWarn, nanos, nanos, TimeUnit.NANOSECONDS);
    }

    // An exception would silently end the schedule: a user may have removed the account by hand.
    private void stepOrWarn() {
        try {
            step();
        } catch (RuntimeException e) {
            LOG.warn("The demo could not take step {}", steps, e);
        }
    }

    /** What happens next. */
    public synchronized void step() {
        steps++;
        if (steps % 3 == 0) {
            moveBalance();
        }
        switch (steps % CYCLE) {
            case 4 -> appear();
            case 8 -> change(newcomer, "{\"name\": \"Customer " + number() + " Ltd.\"}");
            case 11 -> freeze(true);
            case 14 -> change(newcomer, "{\"enabled\": false}");
            case 18 -> sandbox.remove(INFOBIP, newcomer);
            case 22 -> freeze(false);
            default -> {
                // Most of the time nothing happens: that polls then make no event is part of the show.
            }
        }
    }

    private void moveBalance() {
        BigDecimal spent = BigDecimal.valueOf(random.nextInt(1, 5000), 2);
        sandbox.account(VOXIMPLANT, voximplantAccount).ifPresent(account -> {
            BigDecimal balance = account.path("balance").decimalValue().subtract(spent);
            BigDecimal fixed = balance.add(account.path("money_on_hold").decimalValue());
            sandbox.update(
                    VOXIMPLANT,
                    voximplantAccount,
                    "{\"balance\": " + balance + ", \"live_balance\": " + balance + ", \"fixed_balance\": " + fixed
                            + "}");
        });
    }

    private int number() {
        return steps / CYCLE + 1;
    }

    private void appear() {
        byte[] key = new byte[16];
        random.nextBytes(key);
        newcomer = HexFormat.of().withUpperCase().formatHex(key);
        sandbox.put(
                INFOBIP,
                Json.text(Json.object()
                        .put("key", newcomer)
                        .put("ownerKey", "28A3FC8C615B2CF24E1DFA0BF04794F7")
                        .put("name", "Customer " + number())
                        .put("enabled", true)));
    }

    private void change(String key, String patch) {
        sandbox.update(INFOBIP, key, patch);
    }

    private void freeze(boolean frozen) {
        sandbox.update(VOXIMPLANT, voximplantAccount, "{\"frozen\": " + frozen + "}");
    }
}
