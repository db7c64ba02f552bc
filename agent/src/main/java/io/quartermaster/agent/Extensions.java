package io.quartermaster.agent;

import io.quartermaster.agent.spi.CustomJob;
import io.quartermaster.store.spi.StoreType;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/**
 * The store types and custom jobs on the class path. One that cannot be loaded does not keep the others from working; why
 * it could not stands in {@code problems}.
 */
record Extensions(List<StoreType> storeTypes, List<CustomJob> customJobs, List<String> problems) {
    static Extensions load() {
        List<String> problems = new ArrayList<>();
        return new Extensions(load(StoreType.class, problems), load(CustomJob.class, problems), problems);
    }

    private static <T> List<T> load(Class<T> kind, List<String> problems) {
        List<T> loaded = new ArrayList<>();
        for (ServiceLoader.Provider<T> provider : providers(kind, problems)) {
            try {
                loaded.add(provider.get());
            } catch (ServiceConfigurationError | LinkageError e) {
                problems.add(
                        kind.getSimpleName() + " " + provider.type().getName() + " is not loaded: " + e.getMessage());
            }
        }
        return loaded;
    }

    private static <T> List<ServiceLoader.Provider<T>> providers(Class<T> kind, List<String> problems) {
        List<ServiceLoader.Provider<T>> providers = new ArrayList<>();
        var iterator = ServiceLoader.load(kind).stream().iterator();
        while (true) {
            try {
                if (!iterator.hasNext()) {
                    return providers;
                }
                providers.add(iterator.next());
            } catch (ServiceConfigurationError | LinkageError e) {
                problems.add(kind.getSimpleName() + " not loaded: " + e.getMessage());
            }
        }
    }
}
