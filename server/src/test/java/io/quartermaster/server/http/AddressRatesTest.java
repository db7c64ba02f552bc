package io.quartermaster.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.server.job.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AddressRatesTest {
    private static final int PER_SECOND = 5;

    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-25T10:00:00Z"));
    private final AddressRates rates = new AddressRates(
            new HttpSettings() {
                @Override
                public List<String> apiAliases() {
                    return List.of();
                }

                @Override
                public String productVersion() {
                    return "25.4.0";
                }

                @Override
                public int publicRequestsPerSecondMax() {
                    return PER_SECOND;
                }
            },
            clock);

    private int admitted(String address, int requests) {
        int admitted = 0;
        for (int i = 0; i < requests; i++) {
            admitted += rates.admit(address) ? 1 : 0;
        }
        return admitted;
    }

    @Test
    void anAddressMayAskTwiceItsShareAtOnceAndItsShareEachSecond() {
        assertThat(admitted("192.0.2.1", 100)).isEqualTo(2 * PER_SECOND);
        clock.advance(Duration.ofSeconds(1));
        assertThat(admitted("192.0.2.1", 100)).isEqualTo(PER_SECOND);
        clock.advance(Duration.ofMinutes(1));
        assertThat(admitted("192.0.2.1", 100)).isEqualTo(2 * PER_SECOND);
    }

    @Test
    void oneAddressDoesNotTakeFromAnother() {
        admitted("192.0.2.1", 100);
        assertThat(admitted("192.0.2.2", 100)).isEqualTo(2 * PER_SECOND);
    }

    @Test
    void addressesAreForgottenBeyondTheLimit() {
        for (int i = 0; i < AddressRates.ADDRESSES_MAX; i++) {
            rates.admit("address " + i);
        }
        admitted("192.0.2.1", 100);
        assertThat(rates.admit("192.0.2.1")).isFalse();
    }
}
