package io.quartermaster.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.schedule.Schedule;
import io.quartermaster.server.secret.SecretValue;
import io.quartermaster.server.store.EntryParameters.When;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the types of stores let be ordered: every rule about aliases, keys, passwords and entry parameters. */
final class StoreJobRulesTest {
    private static StoreType type(Need alias, Need key, boolean entryPassword, String... entryParameters) {
        String definition = """
                {"SupportedOperations": {"Add": true, "Create": true, "Discovery": true, "Enrollment": true, "Remove": true},
                 "Properties": [], "EntryParameters": [%s], "JobProperties": [], "InventoryEndpoint": "/AnyInventory/Update",
                 "PasswordOptions": {"EntrySupported": %s, "StoreRequired": false, "Style": "Default"},
                 "PrivateKeyAllowed": "%s", "CustomAliasAllowed": "%s"}
                """.formatted(String.join(",", entryParameters), entryPassword, title(key), title(alias));
        return new StoreType(
                9,
                "Nine",
                "NINE",
                "NINE",
                new UUID(0, 1),
                new UUID(0, 2),
                null,
                null,
                StoreJson.read(definition, StoreTypeDefinition.class));
    }

    private static String title(Need need) {
        return need.name().charAt(0) + need.name().substring(1).toLowerCase(Locale.ROOT);
    }

    private static StoreAddition addition(
            String alias, boolean overwrite, boolean key, @Nullable SecretValue entryPassword) {
        return new StoreAddition(
                new UUID(0, 3), 5, alias, overwrite, key, entryPassword, Map.of(), new Schedule.Immediate());
    }

    private static String refusal(StoreAddition addition, StoreType type, boolean keyKept, @Nullable String taken) {
        try {
            AdditionRules.check(addition, type, keyKept, taken);
            return "";
        } catch (CommandException refused) {
            return refused.getMessage();
        }
    }

    @ParameterizedTest(name = "alias {0}, sent \"{1}\"")
    @CsvSource({
        "FORBIDDEN, '',  ''",
        "FORBIDDEN, app, ''",
        "OPTIONAL,  '',  ''",
        "OPTIONAL,  app, ''",
        "REQUIRED,  '',  Alias is required for NINE stores.",
        "REQUIRED,  app, ''"
    })
    void theTypeSaysWhetherAnAliasIsChosen(Need allowed, String sent, String refusal) {
        assertThat(refusal(addition(sent, false, false, null), type(allowed, Need.OPTIONAL, false), false, null))
                .isEqualTo(refusal);
    }

    @ParameterizedTest(name = "key {0}, included {1}, kept {2}")
    @CsvSource({
        "FORBIDDEN, false, false, ''",
        "FORBIDDEN, false, true,  ''",
        "FORBIDDEN, true,  true,  IncludePrivateKey: NINE stores hold no private keys.",
        "FORBIDDEN, true,  false, IncludePrivateKey: NINE stores hold no private keys.",
        "OPTIONAL,  false, false, ''",
        "OPTIONAL,  false, true,  ''",
        "OPTIONAL,  true,  true,  ''",
        "OPTIONAL,  true,  false, No private key could be found for the given certificate.",
        "REQUIRED,  false, true,  IncludePrivateKey must be true: entries of NINE stores have a key.",
        "REQUIRED,  false, false, IncludePrivateKey must be true: entries of NINE stores have a key.",
        "REQUIRED,  true,  true,  ''",
        "REQUIRED,  true,  false, No private key could be found for the given certificate."
    })
    void theTypeSaysWhetherTheKeyGoesWithIt(Need allowed, boolean included, boolean kept, String refusal) {
        assertThat(refusal(addition("", false, included, null), type(Need.OPTIONAL, allowed, false), kept, null))
                .isEqualTo(refusal);
    }

    @Test
    void aKeyThatIsNotKeptHasTheCodeOfThePublicApi() {
        assertThatThrownBy(() -> AdditionRules.check(
                        addition("", false, true, null), type(Need.OPTIONAL, Need.OPTIONAL, false), false, null))
                .isInstanceOfSatisfying(
                        CommandException.class,
                        refused -> assertThat(refused.kind()).isEqualTo(ErrorKind.NO_PRIVATE_KEY));
    }

    @ParameterizedTest(name = "overwrite {0}, there: {1}")
    @CsvSource({
        "false, '',  ''",
        "false, App, 'Alias: the store has an entry \"App\" already. Send Overwrite: true to replace it.'",
        "true,  App, ''",
        "true,  '',  ''"
    })
    void whatIsThereIsReplacedOnlyWhenThatIsSaid(boolean overwrite, String there, String refusal) {
        assertThat(refusal(
                        addition("app", overwrite, false, null),
                        type(Need.OPTIONAL, Need.OPTIONAL, false),
                        false,
                        there.isEmpty() ? null : there))
                .isEqualTo(refusal);
    }

    @ParameterizedTest(name = "entry passwords {0}")
    @CsvSource({"true, ''", "false, 'EntryPassword: entries of NINE stores have no password of their own.'"})
    void theTypeSaysWhetherAnEntryHasAPassword(boolean supported, String refusal) {
        assertThat(refusal(
                        addition("app", false, false, new SecretValue("hunter2")),
                        type(Need.OPTIONAL, Need.OPTIONAL, supported),
                        false,
                        null))
                .isEqualTo(refusal);
    }

    @Test
    void anAliasHasALimit() {
        assertThat(refusal(
                        addition("a".repeat(513), false, false, null),
                        type(Need.OPTIONAL, Need.OPTIONAL, false),
                        false,
                        null))
                .startsWith("Alias must have at most 512 characters");
    }

    // ----------------------------------------------------------------------------------------------- entry parameters

    private static String parameter(String name, String type, String requiredWhen, String more) {
        return """
                {"Name": "%s", "Type": "%s"%s,
                 "RequiredWhen": {"HasPrivateKey": %s, "OnAdd": %s, "OnRemove": %s, "OnReenrollment": %s}}
                """.formatted(
                        name,
                        type,
                        more,
                        requiredWhen.equals("HasPrivateKey"),
                        requiredWhen.equals("OnAdd"),
                        requiredWhen.equals("OnRemove"),
                        requiredWhen.equals("OnReenrollment"));
    }

    private static final StoreType PARAMETERS = type(
            Need.OPTIONAL,
            Need.OPTIONAL,
            false,
            parameter("Site", "String", "OnAdd", ""),
            parameter("Ticket", "String", "OnRemove", ""),
            parameter("Key Owner", "String", "HasPrivateKey", ""),
            parameter("Team", "String", "OnReenrollment", ""),
            parameter("Pin", "secret", "", ""),
            parameter("Default", "Bool", "", ", \"DefaultValue\": \"False\""),
            parameter("Color", "MultipleChoice", "", ", \"Options\": \"red, green\""));

    private static String unfit(Map<String, String> sent, When when, boolean hasKey) {
        try {
            EntryParameters.check(PARAMETERS, sent, when, hasKey);
            return "";
        } catch (EntryParameters.Unfit unfit) {
            return unfit.sentence();
        }
    }

    @ParameterizedTest(name = "{0}, key {1}: {2}")
    @CsvSource({
        "ADD,          false, Site",
        "REMOVE,       false, Ticket",
        "REENROLLMENT, true,  Key Owner",
        "REENROLLMENT, false, Team",
    })
    void whatIsDoneDecidesWhatIsRequired(When when, boolean hasKey, String missing) {
        assertThat(unfit(Map.of(), when, hasKey)).isEqualTo("JobFields: " + missing + " is required for NINE stores.");
    }

    @Test
    void anAdditionWithItsKeyNeedsWhatKeysNeed() {
        assertThat(unfit(Map.of("Site", "shop"), When.ADD, true))
                .isEqualTo("JobFields: Key Owner is required for NINE stores.");
        assertThat(unfit(Map.of("Site", "shop", "Key Owner", "ops"), When.ADD, true))
                .isEmpty();
    }

    @Test
    void namesAreReadInAnyCaseAndWrittenAsTheTypeHasThem() throws EntryParameters.Unfit {
        EntryParameters parameters = EntryParameters.check(
                PARAMETERS,
                Map.of("SITE", "shop", "pin", "hunter2", "default", "TRUE", "Color", "green"),
                When.ADD,
                false);
        assertThat(parameters.texts()).isEqualTo(Map.of("Site", "shop", "Default", "true", "Color", "green"));
        assertThat(parameters.secrets()).isEqualTo(Map.of("Pin", new SecretValue("hunter2")));
        assertThat(parameters.toString()).doesNotContain("hunter2").doesNotContain("shop");
    }

    @Test
    void aDefaultStandsForWhatWasNotSent() throws EntryParameters.Unfit {
        assertThat(EntryParameters.check(PARAMETERS, Map.of("Site", "shop", "Default", ""), When.ADD, false)
                        .texts())
                .isEqualTo(Map.of("Site", "shop", "Default", "false"));
    }

    /** Scripts copy what an inventory says of an entry. */
    @Test
    void whatTheInventorySaysOfTheKeyIsPassedOver() {
        assertThat(unfit(Map.of("Site", "shop", "PrivateKeyEntry", "Yes"), When.ADD, false))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "Sight,   x,     'JobFields: entries of NINE stores have no parameter Sight, only Site, Ticket, Key Owner, Team,"
                + " Pin, Default, Color.'",
        "Default, maybe, JobFields: Default must be true or false.",
        "Color,   blue,  'JobFields: Color must be one of red, green.'"
    })
    void whatTheTypeDoesNotHaveIsNamed(String name, String value, String sentence) {
        assertThat(unfit(Map.of("Site", "shop", name, value), When.ADD, false)).isEqualTo(sentence);
    }
}
