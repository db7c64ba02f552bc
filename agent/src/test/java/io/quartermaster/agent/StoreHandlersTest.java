package io.quartermaster.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.agent.sim.SimulatedStores;
import io.quartermaster.store.spi.Inventory;
import io.quartermaster.store.spi.InventoryJob;
import io.quartermaster.store.spi.Reenrollment;
import io.quartermaster.store.spi.ReenrollmentJob;
import io.quartermaster.store.spi.Removal;
import io.quartermaster.store.spi.RemoveJob;
import io.quartermaster.store.spi.StoreChange;
import io.quartermaster.store.spi.StoreException;
import io.quartermaster.store.spi.StoreLocation;
import io.quartermaster.store.spi.StoreSecrets;
import io.quartermaster.store.spi.StoreType;
import java.util.List;
import org.junit.jupiter.api.Test;

class StoreHandlersTest {
    /** Only takes out. */
    private record Removing(String shortName) implements StoreType, RemoveJob {
        @Override
        public StoreChange remove(StoreLocation location, StoreSecrets secrets, Removal removal) throws StoreException {
            throw new StoreException("Not now.");
        }
    }

    /** Only reads and reenrolls. */
    private record Device(String shortName) implements StoreType, InventoryJob, ReenrollmentJob {
        @Override
        public Inventory read(StoreLocation location, StoreSecrets secrets) {
            return new Inventory(List.of());
        }

        @Override
        public StoreChange reenroll(
                StoreLocation location, StoreSecrets secrets, Reenrollment reenrollment, Issuer issuer)
                throws StoreException {
            throw new StoreException("Not now.");
        }
    }

    @Test
    void whatATypeCanDoIsAnnouncedAndNothingElse() {
        assertThat(StoreHandlers.capabilities(new SimulatedStores("Mem")))
                .containsExactly("CertStores.Mem.Inventory", "CertStores.Mem.Management", "CertStores.Mem.Discovery");
        assertThat(StoreHandlers.capabilities(new Removing("Out"))).containsExactly("CertStores.Out.Management");
        assertThat(StoreHandlers.capabilities(new Device("Dev")))
                .containsExactly("CertStores.Dev.Inventory", "CertStores.Dev.Reenrollment");
        StoreType nothing = () -> "None";
        assertThat(StoreHandlers.capabilities(nothing)).isEmpty();
    }
}
