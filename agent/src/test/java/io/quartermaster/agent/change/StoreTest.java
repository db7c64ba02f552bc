package io.quartermaster.agent.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quartermaster.agent.protocol.SecretText;
import io.quartermaster.store.spi.StoreException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoreTest {
    private static final String PROPERTIES = """
            {"separatePrivateKey": "true", "privateKeyPath": "/srv/a.key", "Strict": false, "Depth": 3,
             "ServerPassword": "hunter2", "ServerUsername": "/not/a/file", "OtherPath": "not absolute", "Nothing": null,
             "backups": "17"}
            """;

    @Test
    void propertiesAreTextsWhateverTheirNamesCase() throws StoreException {
        Store store = Store.of("PEM", "/srv/a.pem", new SecretText("pw"), new SecretText(PROPERTIES));
        assertThat(store.location().path()).isEqualTo("/srv/a.pem");
        assertThat(store.location().properties().text("PrivateKeyPath")).contains("/srv/a.key");
        assertThat(store.location().properties().flag("strict", true)).isFalse();
        assertThat(store.location().properties().number("depth", 0, 0, 9)).isEqualTo(3);
        assertThat(store.location().properties().text("Nothing")).isEmpty();
        assertThat(store.secrets().storePassword().toCharArray()).containsExactly('p', 'w');
    }

    @Test
    void allFilesThatAChangeMayWriteAreKnown() throws StoreException {
        assertThat(Store.of("PEM", "/srv/a.pem", null, new SecretText(PROPERTIES))
                        .files())
                .containsExactly(Path.of("/srv/a.pem"), Path.of("/srv/a.key"));
    }

    @Test
    void whatIsRememberedOfAChangeHoldsNoSecret() throws StoreException {
        assertThat(Store.of("PEM", "/srv/a.pem", new SecretText("pw"), new SecretText(PROPERTIES))
                        .pending()
                        .properties())
                .isEqualTo(Map.of("separatePrivateKey", "true", "privateKeyPath", "/srv/a.key", "Strict", "false"));
    }

    @Test
    void theMachineSaysHowManyBackupsThereAre() throws StoreException {
        assertThat(Store.of("PEM", "/srv/a.pem", null, new SecretText(PROPERTIES))
                        .locationKeeping(2)
                        .properties()
                        .number("Backups", 0, 0, 20))
                .isEqualTo(2);
    }

    @Test
    void nothingOfItIsPrinted() throws StoreException {
        assertThat(Store.of("PEM", "/srv/a.pem", new SecretText("pw"), new SecretText(PROPERTIES)))
                .hasToString("PEM /srv/a.pem");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"password\": \"hunter2\"", "[\"hunter2\"]", "hunter2"})
    void propertiesThatAreNoObjectAreRefusedWithoutBeingQuoted(String text) {
        assertThatThrownBy(() -> Store.of("PEM", "/srv/a.pem", null, new SecretText(text)))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("properties are no JSON")
                .hasMessageNotContaining("hunter2")
                .hasNoCause();
    }

    @Test
    void aStoreHasAPath() {
        for (String path : new @Nullable String[] {null, "", " "}) {
            assertThatThrownBy(() -> Store.of("PEM", path, null, null))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("names no store path");
        }
        assertThat(List.of("a.pem", "../a.pem"))
                .allSatisfy(path -> assertThatThrownBy(
                                () -> Store.of("PEM", path, null, null).files())
                        .isInstanceOf(StoreException.class)
                        .hasMessageContaining("is not absolute"));
    }
}
