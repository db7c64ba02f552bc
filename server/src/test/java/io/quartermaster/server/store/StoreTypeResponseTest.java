package io.quartermaster.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quartermaster.server.http.JsonConventions;
import io.quartermaster.server.setting.JobSettings.EnumForm;
import org.junit.jupiter.api.Test;

/** The two forms in which enumerated members of store types can be written. */
final class StoreTypeResponseTest {
    private static final StoreType TYPE = new StoreType(
            102,
            "Orchard",
            "ORCHARD",
            "ORCHARD",
            StorePropertiesTest.TYPE.inventoryJobType(),
            null,
            null,
            null,
            StoreJson.read("""
                    {"ImportType": 0, "LocalStore": false,
                     "SupportedOperations": {"Add": true, "Create": false, "Discovery": false, "Enrollment": true, "Remove": true},
                     "Properties": [{"Name": "Token", "Type": "Secret", "Required": true}],
                     "EntryParameters": [{"Name": "Tag", "Type": "MultipleChoice", "Options": "a,b",
                       "RequiredWhen": {"HasPrivateKey": true, "OnAdd": false, "OnRemove": true, "OnReenrollment": false}}],
                     "PasswordOptions": {"EntrySupported": false, "StoreRequired": false, "Style": "Custom"},
                     "PrivateKeyAllowed": "Optional", "CertificateFormat": 1, "JobProperties": [],
                     "CustomAliasAllowed": "Required", "InventoryEndpoint": "/AnyInventory/Update"}
                    """, StoreTypeDefinition.class));

    private static JsonNode written(EnumForm form) {
        return JsonConventions.mapper().valueToTree(CertificateStoreTypeResponse.of(TYPE, form));
    }

    @Test
    void namesAreWritten() {
        JsonNode type = written(EnumForm.NAME);

        assertThat(type.get("PrivateKeyAllowed").toString()).isEqualTo("\"Optional\"");
        assertThat(type.get("CustomAliasAllowed").toString()).isEqualTo("\"Required\"");
        assertThat(type.at("/PasswordOptions/Style").toString()).isEqualTo("\"Custom\"");
        assertThat(type.at("/Properties/0/Type").toString()).isEqualTo("\"Secret\"");
        assertThat(type.at("/EntryParameters/0/RequiredWhen").toString())
                .isEqualTo("{\"HasPrivateKey\":true,\"OnAdd\":false,\"OnRemove\":true,\"OnReenrollment\":false}");
        assertThat(type.get("CertificateFormat").asInt()).isOne();
    }

    @Test
    void numbersAreWrittenForClientsMadeFromThePublishedDescription() {
        JsonNode type = written(EnumForm.NUMBER);

        assertThat(type.get("PrivateKeyAllowed").toString()).isEqualTo("1");
        assertThat(type.get("CustomAliasAllowed").toString()).isEqualTo("2");
        assertThat(type.at("/PasswordOptions/Style").toString()).isEqualTo("1");
        assertThat(type.at("/Properties/0/Type").toString()).isEqualTo("3");
        assertThat(type.at("/EntryParameters/0/Type").toString()).isEqualTo("1");
        assertThat(type.at("/EntryParameters/0/RequiredWhen").toString()).isEqualTo("5");
    }

    @Test
    void membersWithoutAValueAreLeftOut() {
        JsonNode type = written(EnumForm.NAME);

        assertThat(type.has("StorePathType") || type.has("ManagementJobType") || type.has("ServerRegistration"))
                .isFalse();
        assertThat(type.at("/Properties/0").has("DependsOn")).isFalse();
    }
}
