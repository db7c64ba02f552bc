package io.quartermaster.server.enrollment;

import io.quartermaster.server.enrollment.LocationRepository.StorePlace;
import io.quartermaster.server.schedule.Schedule;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * @param ofTypes what holds for the stores of a type, where it was said so
 * @param schedule at once, or at one time
 */
record DeployOrder(CertificateChoice certificate, List<StoreOrder> stores, List<OfType> ofTypes, Schedule schedule) {
    /** What holds for all stores of a type. */
    record OfType(int storeTypeId, String alias, boolean overwrite, Map<String, String> parameters) {}

    /** Each store with what holds for its type. */
    List<StoreOrder> stores(Map<UUID, StorePlace> places) {
        return stores.stream()
                .map(store -> store(store, places.get(store.storeId())))
                .toList();
    }

    private StoreOrder store(StoreOrder store, @org.jspecify.annotations.Nullable StorePlace place) {
        return ofTypes.stream()
                .filter(type -> place != null && type.storeTypeId == place.storeTypeId())
                .findFirst()
                .map(type -> new StoreOrder(store.storeId(), type.alias, type.overwrite, type.parameters))
                .orElse(store);
    }
}
