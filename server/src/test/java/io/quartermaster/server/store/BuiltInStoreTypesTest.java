package io.quartermaster.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.agent.protocol.BuiltInJobType;
import io.quartermaster.server.db.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class BuiltInStoreTypesTest {

    private static List<StoreType> seeded() {
        try (TestDatabase test = TestDatabase.fresh()) {
            return test.database().read(tx -> new StoreTypeRepository().all(tx));
        }
    }

    @Test
    void theMigrationHoldsTheIdsThatAgentsAreBuiltWith() {
        List<String> expected = new ArrayList<>();
        List<String> found = new ArrayList<>();
        for (BuiltInJobType type : BuiltInJobType.values()) {
            if (type.capability().startsWith("CertStores.")) {
                expected.add(type.capability() + " " + type.id());
            }
        }
        for (StoreType type : seeded()) {
            found.add(line(type, "Inventory", type.inventoryJobType()));
            found.add(line(type, "Management", type.managementJobType()));
            found.add(line(type, "Reenrollment", type.reenrollmentJobType()));
            found.add(line(type, "Discovery", type.discoveryJobType()));
        }
        assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
    }

    private static String line(StoreType type, String kind, @Nullable UUID id) {
        return "CertStores." + type.capability() + "." + kind + " " + Objects.requireNonNull(id);
    }

    @Test
    void theirNumbersAreThoseOfTypesThatEveryServerHas() {
        assertThat(seeded())
                .extracting(type -> type.id() + " " + type.shortName())
                .containsExactly("0 JKS", "2 PEM", "101 PKCS12");
    }

    @Test
    void everythingThatAgentsCanDoWithThemIsOffered() {
        assertThat(seeded())
                .allSatisfy(type -> assertThat(type.jobTypes().values())
                        .containsExactlyInAnyOrder(
                                type.inventoryCapability(),
                                type.managementCapability(),
                                type.discoveryCapability(),
                                type.reenrollmentCapability()));
    }
}
