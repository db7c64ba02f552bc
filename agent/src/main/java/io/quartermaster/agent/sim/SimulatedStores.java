package io.quartermaster.agent.sim;

import io.quartermaster.store.spi.AddJob;
import io.quartermaster.store.spi.Addition;
import io.quartermaster.store.spi.CreateJob;
import io.quartermaster.store.spi.Discovered;
import io.quartermaster.store.spi.DiscoveryJob;
import io.quartermaster.store.spi.DiscoveryRequest;
import io.quartermaster.store.spi.EncodedCertificate;
import io.quartermaster.store.spi.Inventory;
import io.quartermaster.store.spi.InventoryEntry;
import io.quartermaster.store.spi.InventoryJob;
import io.quartermaster.store.spi.Removal;
import io.quartermaster.store.spi.RemoveJob;
import io.quartermaster.store.spi.StoreChange;
import io.quartermaster.store.spi.StoreException;
import io.quartermaster.store.spi.StoreLocation;
import io.quartermaster.store.spi.StoreSecrets;
import io.quartermaster.store.spi.StoreType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A store type whose stores are in memory; they outlive the crashes of a simulated agent, as files do. It can do
 * all but reenrollments, which need a real key. One thread only.
 */
public final class SimulatedStores implements StoreType, InventoryJob, AddJob, RemoveJob, CreateJob, DiscoveryJob {
    private final String shortName;
    private final Map<String, Map<String, InventoryEntry>> stores = new TreeMap<>();

    /** Without any store. */
    public SimulatedStores(String shortName) {
        this.shortName = shortName;
    }

    @Override
    public String shortName() {
        return shortName;
    }

    /** What is in a store; null when there is none at the path. */
    public @Nullable List<InventoryEntry> content(String path) {
        Map<String, InventoryEntry> store = stores.get(path);
        return store == null ? null : List.copyOf(store.values());
    }

    @Override
    public Inventory read(StoreLocation location, StoreSecrets secrets) throws StoreException {
        return new Inventory(List.copyOf(existing(location).values()));
    }

    @Override
    public StoreChange create(StoreLocation location, StoreSecrets secrets) throws StoreException {
        Map<String, InventoryEntry> store = stores.get(location.path());
        if (store == null) {
            return change(location, "", empty());
        }
        if (store.isEmpty()) {
            return unchanged("");
        }
        throw new StoreException("There is a store " + location.path() + " already, and it is not empty.");
    }

    @Override
    public StoreChange add(StoreLocation location, StoreSecrets secrets, Addition addition) throws StoreException {
        if (!addition.createIfMissing()) {
            existing(location);
        }
        List<EncodedCertificate> certificates = new ArrayList<>(addition.chain());
        certificates.addFirst(addition.certificate());
        String alias = addition.alias().isBlank() ? addition.certificate().thumbprint() : addition.alias();
        InventoryEntry entry = new InventoryEntry(alias, certificates, addition.privateKey() != null);
        Map<String, InventoryEntry> after = empty();
        after.putAll(stores.getOrDefault(location.path(), Map.of()));
        InventoryEntry before = after.put(alias, entry);
        if (entry.equals(before)) {
            return unchanged(alias);
        }
        if (before != null && !addition.overwrite()) {
            throw new StoreException("There is another entry " + alias + ", which may not be replaced.");
        }
        return change(location, alias, after);
    }

    @Override
    public StoreChange remove(StoreLocation location, StoreSecrets secrets, Removal removal) throws StoreException {
        Map<String, InventoryEntry> after = empty();
        after.putAll(existing(location));
        return after.remove(removal.alias()) == null
                ? unchanged(removal.alias())
                : change(location, removal.alias(), after);
    }

    @Override
    public Discovered find(DiscoveryRequest request) {
        return new Discovered(
                stores.keySet().stream()
                        .filter(path -> request.folders().stream().anyMatch(path::startsWith))
                        .toList(),
                List.of());
    }

    private Map<String, InventoryEntry> existing(StoreLocation location) throws StoreException {
        Map<String, InventoryEntry> store = stores.get(location.path());
        if (store == null) {
            throw new StoreException("There is no store " + location.path() + ".");
        }
        return store;
    }

    private static Map<String, InventoryEntry> empty() {
        return new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    }

    private StoreChange change(StoreLocation location, String alias, Map<String, InventoryEntry> after) {
        Map<String, InventoryEntry> before = stores.put(location.path(), after);
        return new Change(alias, true, () -> {
            if (before == null) {
                stores.remove(location.path());
            } else {
                stores.put(location.path(), before);
            }
        });
    }

    private static StoreChange unchanged(String alias) {
        return new Change(alias, false, () -> {});
    }

    /** Made; taken back unless it is committed. */
    private static final class Change implements StoreChange {
        private final String alias;
        private final boolean changed;
        private final Runnable takeBack;
        private boolean ended;

        Change(String alias, boolean changed, Runnable takeBack) {
            this.alias = alias;
            this.changed = changed;
            this.takeBack = takeBack;
        }

        @Override
        public boolean changed() {
            return changed;
        }

        @Override
        public String alias() {
            return alias;
        }

        @Override
        public void commit() {
            ended = true;
        }

        @Override
        public void rollBack() {
            if (!ended) {
                ended = true;
                takeBack.run();
            }
        }

        @Override
        public void close() {
            rollBack();
        }
    }
}
