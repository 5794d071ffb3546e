package dev.accountfeed.sandbox;

import java.io.IOException;
import java.nio.file.Path;

/** Tells a user how to reach a sandbox. */
final class Guide {

    private Guide() {}

    /** Entries for {@code sources:}, with credentials that are written to the folder. */
    static String sources(Sandbox sandbox, Path folder) throws IOException {
        Path credentials = folder.resolve("voximplant.json");
        sandbox.voximplantCredentials(credentials);
        return """
              - id: voximplant-sandbox
                provider: voximplant
                url: %s
                credentials:
                  file: "%s"
                every: 2s
              - id: infobip-sandbox
                provider: infobip
                url: %s
                credentials:
                  username: "%s"
                  password: "%s"
                every: 2s
            """.formatted(
                        sandbox.url("voximplant"),
                        credentials.toString().replace("\\", "\\\\").replace("\"", "\\\""),
                        sandbox.url("infobip"),
                        sandbox.infobipUsername(),
                        sandbox.infobipPassword());
    }

    static String text(Sandbox sandbox, Path folder) throws IOException {
        return """
            # The sandbox listens. For config/sources.yaml:
            sources:
            %s
            # Switch a fault on, see which there are, switch all off:
            #   curl -d '{"provider": "infobip", "fault": "rate-limited", "times": 3, "retryAfter": 2}' %2$s/sandbox/faults
            #   curl %2$s/sandbox/faults
            #   curl -X DELETE %2$s/sandbox/faults
            # Change an account, see who has called:
            #   curl -X PATCH -d '{"enabled": false}' %2$s/sandbox/accounts/infobip/EF04794F718A3FC8C6DFA0B215B2CF24
            #   curl %2$s/sandbox/requests
            """.formatted(sources(sandbox, folder), sandbox.url());
    }
}
