package io.quartermaster.server.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quartermaster.server.setting.WebhookSettings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where webhooks may be sent. */
class DestinationsTest {
    private static Destinations resolving(String... addresses) {
        return new Destinations(WebhookSettings.DEFAULT, name -> {
            InetAddress[] found = new InetAddress[addresses.length];
            for (int i = 0; i < addresses.length; i++) {
                found[i] = InetAddress.ofLiteral(addresses[i]);
            }
            return found;
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "10.1.2.3",
                "100.64.0.1",
                "100.100.100.200",
                "127.0.0.1",
                "127.9.9.9",
                "169.254.169.254",
                "168.63.129.16",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.192",
                "192.168.1.1",
                "198.18.0.1",
                "224.0.0.1",
                "239.1.1.1",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::ffff:127.0.0.1",
                "::7f00:1",
                "64:ff9b::7f00:1",
                "fc00::1",
                "fd00:ec2::254",
                "fe80::1",
                "fec0::1",
                "ff02::1",
                "2002:7f00:1::",
                "2001::1",
                "2001:db8::1"
            })
    void anAddressThatIsNotPublicIsRefusedWhateverNameItHas(String address) {
        assertThatThrownBy(() -> resolving(address).check("https://innocent.example/hook"))
                .isInstanceOf(ForbiddenDestination.class)
                .hasMessageContaining("not public")
                .hasMessageNotContaining(address);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.1.1.1", "172.15.0.1", "172.32.0.1", "100.128.0.1", "223.255.255.1", "2606:4700::1111"})
    void aPublicAddressIsKeptForTheConnection(String address) throws ForbiddenDestination {
        Destinations.Destination to = resolving(address).check("https://receiver.example/hook?a=b");
        assertThat(to.address()).isEqualTo(InetAddress.ofLiteral(address));
        assertThat(to.port()).isEqualTo(443);
        assertThat(to.encrypted()).isTrue();
    }

    @Test
    void oneForbiddenAddressOfSeveralIsEnough() {
        assertThatThrownBy(() -> resolving("1.1.1.1", "10.0.0.1").check("https://receiver.example/"))
                .hasMessageContaining("not public");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://receiver.example/", "ftp://receiver.example/", "https:///x",
                        "https://user:pw@receiver.example/",
                "https://receiver.example/#x", "https://receiver.example:22/", "not a url", "https:receiver"
            })
    void anAddressThatIsNotOfTheAllowedKindIsRefused(String url) {
        assertThatThrownBy(() -> resolving("1.1.1.1").check(url)).isInstanceOf(ForbiddenDestination.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://127.0.0.1/", "https://[::1]/", "https://[::ffff:10.0.0.1]/", "https://localhost/"})
    void literalAddressesAreLookedAtToo(String url) {
        assertThatThrownBy(() -> new Destinations(WebhookSettings.DEFAULT).check(url))
                .isInstanceOf(ForbiddenDestination.class)
                .hasMessageContaining("not public");
    }

    @Test
    void aRangeOfOnesOwnCanBeAllowed() throws ForbiddenDestination {
        WebhookSettings settings = new WebhookSettings(
                false, List.of("10.1.0.0/16"), List.of(443), 1, Duration.ofDays(1), Duration.ofDays(1));
        assertThat(new Destinations(settings, name -> new InetAddress[] {InetAddress.ofLiteral("10.1.255.1")})
                        .check("https://ours.example/")
                        .port())
                .isEqualTo(443);
        assertThatThrownBy(() -> new Destinations(
                                settings, name -> new InetAddress[] {InetAddress.ofLiteral("10.2.0.1")})
                        .check("https://ours.example/"))
                .hasMessageContaining("qm.webhook.networks-allowed");
    }

    @Test
    void aNameWithoutAddressIsRefused() {
        Destinations nowhere = new Destinations(WebhookSettings.DEFAULT, name -> {
            throw new UnknownHostException(name);
        });
        assertThatThrownBy(() -> nowhere.check("https://nowhere.example/")).hasMessageContaining("has no address");
    }
}
