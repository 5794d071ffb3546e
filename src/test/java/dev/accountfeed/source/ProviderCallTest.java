package dev.accountfeed.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProviderCallTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "wrong credentials YTpi+/c=",
                "wrong credentials YTpi%2B%2Fc%3D",
                "wrong credentials YTpi%2b%2fc%3d",
            })
    void aSecretThatAProviderRepeatsIsMaskedAsItIsAndAsItStandsInAnAddress(String words) {
        assertThat(ProviderCall.mask(words, "YTpi+/c=")).isEqualTo("wrong credentials ***");
    }
}
