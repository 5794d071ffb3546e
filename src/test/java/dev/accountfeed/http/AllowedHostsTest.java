package dev.accountfeed.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AllowedHostsTest {

    /** Kubernetes gives a pod's address without brackets, whatever its kind. */
    @Test
    void anAddressOfIPv6IsAllowedWithAndWithoutItsBrackets() {
        AllowedHosts hosts = new AllowedHosts(List.of("FD00::1", "[fd00::2]"));

        assertThat(hosts.allows("[fd00::1]:9876")).isTrue();
        assertThat(hosts.allows("[FD00::2]")).isTrue();
        assertThat(hosts.allows("[fd00::3]")).isFalse();
        assertThat(hosts.allows("fd00::1")).isFalse();
    }
}
