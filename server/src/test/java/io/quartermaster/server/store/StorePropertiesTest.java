package io.quartermaster.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quartermaster.server.db.Ids;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.secret.SecretValue;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class StorePropertiesTest {
    private static final Ids IDS = new Ids(() -> Instant.parse("2026-11-23T10:00:00Z"), new Random(1));

    /** A type with one property of each kind. */
    static final StoreType TYPE = new StoreType(
            102,
            "Kubernetes",
            "K8S",
            "K8S",
            UUID.fromString("00000000-0000-0000-0000-000000000001"),
            null,
            null,
            null,
            StoreJson.read("""
                    {"ImportType": 0, "LocalStore": false,
                     "SupportedOperations": {"Add": true, "Create": false, "Discovery": false, "Enrollment": true, "Remove": true},
                     "Properties": [
                       {"Name": "KubeNamespace", "Type": "string", "DefaultValue": "default", "Required": true},
                       {"Name": "KubeConfig", "Type": "Secret", "DefaultValue": null, "Required": true},
                       {"Name": "IncludeChain", "Type": "Bool", "DefaultValue": "true", "Required": false},
                       {"Name": "Protocol", "Type": "MultipleChoice", "DefaultValue": "SCP,SFTP,Both", "Required": false}],
                     "EntryParameters": [], "PasswordOptions": {"EntrySupported": false, "StoreRequired": false, "Style": "Default"},
                     "PrivateKeyAllowed": "Optional", "JobProperties": [], "CustomAliasAllowed": "Required",
                     "InventoryEndpoint": "/AnyInventory/Update"}
                    """, StoreTypeDefinition.class));

    private static StoreProperties.Checked check(String text) {
        return StoreProperties.check(TYPE, SentProperties.read(text), IDS);
    }

    private static List<String> secretsOf(String text) {
        Collection<SecretValue> secrets = check(text).secrets().values();
        return secrets.stream().map(SecretValue::reveal).toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"KubeConfig\":\"pw\"}",
                "{\"kubeconfig\":{\"value\":\"pw\"}}",
                "{\"KubeConfig\":{\"Value\":\"pw\"}}",
                "{\"KubeConfig\":{\"value\":{\"SecretValue\":\"pw\"}}}",
                "{\"KUBECONFIG\":{\"value\":{\"secretvalue\":\"pw\"}}}",
            })
    void aSecretIsTakenInEveryForm(String text) {
        assertThat(secretsOf(text)).containsExactly("pw");
        assertThat(check(text).properties().toColumn()).doesNotContain("pw");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"KubeConfig\":\"x\",\"KubeNamespace\":\"prod\",\"IncludeChain\":false}",
                "{\"KubeConfig\":\"x\",\"kubeNamespace\":{\"value\":\"prod\"},\"IncludeChain\":\"False\"}",
                "{\"KubeConfig\":\"x\",\"KubeNamespace\":{\"Value\":\"prod\"},\"IncludeChain\":{\"value\":false}}",
            })
    void plainValuesAreTakenInEveryFormAndKeptAsTexts(String text) {
        assertThat(check(text).properties().withSecretIds(TYPE))
                .startsWith("{\"KubeNamespace\":\"prod\",\"KubeConfig\":\"")
                .endsWith("\",\"IncludeChain\":\"false\",\"Protocol\":\"SCP\"}");
    }

    @Test
    void whatIsMissingTakesItsDefault() {
        assertThat(check("{\"KubeConfig\":\"x\",\"KubeNamespace\":\"\"}")
                        .properties()
                        .withSecretIds(TYPE))
                .startsWith("{\"KubeNamespace\":\"default\"")
                .endsWith("\"IncludeChain\":\"true\",\"Protocol\":\"SCP\"}");
    }

    @Test
    void aValueSentAsASecretStaysOneWhateverTheTypeSays() {
        StoreProperties.Checked checked =
                check("{\"KubeConfig\":\"x\",\"KubeNamespace\":{\"value\":{\"SecretValue\":\"hush\"}}}");
        assertThat(checked.properties().withSecretIds(TYPE)).doesNotContain("hush");
        assertThat(checked.properties().withSecretViews(TYPE)).doesNotContain("hush");
        assertThat(checked.secrets()).hasSize(2).containsValue(new SecretValue("hush"));
    }

    @Test
    void aRequiredSecretMayBeSaidToHaveNoValue() {
        StoreProperties.Checked checked = check("{\"KubeConfig\":{\"value\":{\"SecretValue\":null}}}");
        assertThat(checked.secrets()).isEmpty();
        assertThat(checked.properties().withSecretIds(TYPE)).doesNotContain("KubeConfig");
        assertThat(checked.properties().withSecretViews(TYPE))
                .contains("\"KubeConfig\":{\"Value\":null,")
                .contains("\"HasValue\":false");
    }

    @Test
    void theThreePropertiesOfServersAreKnownToEveryType() {
        StoreProperties.Checked checked = check(
                "{\"KubeConfig\":\"x\",\"ServerUsername\":\"svc\",\"ServerPassword\":\"pw\",\"serverUseSsl\":\"True\"}");
        assertThat(checked.secrets().values()).extracting(SecretValue::reveal).containsExactly("x", "svc", "pw");
        assertThat(checked.properties().withSecretIds(TYPE)).contains("\"ServerUseSsl\":\"true\"");
    }

    @Test
    void theAnswerAboutOneStoreShowsAMaskAndTheOthersAnId() {
        StoreProperties properties = check("{\"KubeConfig\":\"pw\"}").properties();
        UUID secretId = properties.secretIds().getFirst();
        assertThat(properties.withSecretIds(TYPE)).contains("\"KubeConfig\":\"" + secretId + "\"");
        assertThat(properties.withSecretViews(TYPE))
                .contains("\"KubeConfig\":{\"Value\":\"********************\",\"SecretTypeGuid\":"
                        + "\"00000000-0000-0000-0000-000000000000\",\"InstanceId\":null,\"InstanceGuid\":null,"
                        + "\"ProviderTypeParameterValues\":[],\"ProviderId\":null,\"IsManaged\":false,\"SecretType\":0,"
                        + "\"RemoteProviderName\":null,\"HasValue\":true}");
    }

    @Test
    void theColumnReadsBackToTheSame() {
        StoreProperties properties = check("{\"KubeConfig\":\"pw\"}").properties();
        assertThat(StoreProperties.fromColumn(properties.toColumn())).isEqualTo(properties);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{|Properties must be a text that holds a JSON object; what it holds is no JSON (line 1, column 2).",
                "[]|Properties must be a text that holds a JSON object, such as {\"name\": \"value\"}.",
                "null|Properties must be a text that holds a JSON object, such as {\"name\": \"value\"}.",
                "{\"KubeConfig\":\"a\",\"kubeconfig\":\"b\"}|Properties: kubeconfig is given twice.",
                "{\"Kubeconf\":\"hush\"}|Properties: K8S stores have no property Kubeconf, only KubeNamespace, KubeConfig, IncludeChain, Protocol, ServerUsername, ServerPassword, ServerUseSsl.",
                "{}|Properties: KubeConfig is required and has no default.",
                "{\"KubeConfig\":\"x\",\"IncludeChain\":\"maybe\"}|Properties: IncludeChain must be true or false.",
                "{\"KubeConfig\":[\"hush\"]}|Properties: KubeConfig must be a text, {\"value\": ...}, {\"value\": {\"SecretValue\": ...}} or null.",
                "{\"KubeConfig\":{\"value\":{\"Provider\":9,\"Parameters\":{\"Safe\":\"s\"}}}}|Properties: KubeConfig refers to a secret provider, and this server has none. Send {\"SecretValue\": ...}.",
                "{\"KubeConfig\":{\"value\":{\"SecretValue\":\"********************\"}}}|Properties: KubeConfig is the mask that answers show in place of a secret. Send the secret itself.",
                "{\"KubeConfig\":\"x\",\"KubeNamespace\":\"a\\u0000b\"}|Properties: KubeNamespace contains the character with the number 0.",
            })
    void aMistakeIsNamedWithoutAValue(String text, String message) {
        assertThatThrownBy(() -> check(text)).isInstanceOfSatisfying(CommandException.class, e -> {
            assertThat(e.kind()).isEqualTo(ErrorKind.MALFORMED);
            assertThat(e.getMessage()).isEqualTo(message).doesNotContain("hush");
            assertThat(e.getCause()).isNull();
        });
    }

    @Test
    void aTooLongTextIsRefusedWithTheLimit() {
        assertThatThrownBy(() -> check(" ".repeat(SentProperties.LENGTH_MAX) + "{}"))
                .hasMessage("Properties has 1000002 characters, more than 1000000.");
    }

    @Test
    void deepNestingIsRefusedLikeAnyOtherMistake() {
        assertThatThrownBy(() -> check("{\"KubeConfig\":" + "[".repeat(10_000)))
                .isInstanceOf(CommandException.class)
                .hasMessageStartingWith("Properties must be a text that holds a JSON object; what it holds is no JSON");
    }
}
