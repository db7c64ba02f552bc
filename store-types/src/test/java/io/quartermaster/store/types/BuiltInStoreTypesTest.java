package io.quartermaster.store.types;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.store.spi.InventoryJob;
import io.quartermaster.store.spi.StoreType;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class BuiltInStoreTypesTest {
    @Test
    void theBuiltInTypesAreFoundAndCanAllBeInventoried() {
        assertThat(ServiceLoader.load(StoreType.class))
                .hasOnlyElementsOfType(InventoryJob.class)
                .extracting(StoreType::shortName)
                .containsExactlyInAnyOrder("PEM", "DER", "JKS", "PKCS12");
    }
}
