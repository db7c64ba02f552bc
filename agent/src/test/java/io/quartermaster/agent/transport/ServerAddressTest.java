package io.quartermaster.agent.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerAddressTest {
    @ParameterizedTest
    @CsvSource({
        "https://keys.example.com,                    /KeyfactorAgents/X/Y, https://keys.example.com/KeyfactorAgents/X/Y",
        "https://keys.example.com/,                   /KeyfactorAgents/X/Y, https://keys.example.com/KeyfactorAgents/X/Y",
        "https://keys.example.com:8443/KeyfactorAgents, KeyfactorAgents/X/Y, https://keys.example.com:8443/KeyfactorAgents/X/Y",
        "http://127.0.0.1:8080/agents/v1/,            /KeyfactorAgents/X/Y, http://127.0.0.1:8080/agents/v1/X/Y",
        "HTTPS://keys.example.com/agents,             /X/Y,                 https://keys.example.com/agents/X/Y",
        "https://[::1]:8443,                          /X,                   https://[::1]:8443/KeyfactorAgents/X",
    })
    void theServersPathsAreMeantBelowTheConfiguredFolder(String address, String path, String url) {
        assertThat(ServerAddress.parse(address).resolve(path)).hasToString(url);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://evil.example.org/steal", "//evil.example.org/steal", "@evil.example.org/", "/../../x"})
    void noPathLeadsToAnotherHost(String path) {
        assertThat(ServerAddress.parse("https://keys.example.com").resolve(path).getHost())
                .isEqualTo("keys.example.com");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "keys.example.com",
                "ftp://keys.example.com",
                "https://",
                "https:///x",
                "https://user:pw@keys.example.com",
                "https://keys.example.com/?x=1",
                "https://keys.example.com/#x",
                "https://ke ys"
            })
    void anythingElseIsRefusedWithASentence(String address) {
        assertThatThrownBy(() -> ServerAddress.parse(address))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("The server address ")
                .hasMessageEndingWith(".");
    }
}
