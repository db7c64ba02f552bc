package io.quartermaster.server.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quartermaster.agent.protocol.SecretText;
import io.quartermaster.server.job.JobWithdrawnException;
import io.quartermaster.server.secret.SecretRepository;
import io.quartermaster.server.secret.SecretValue;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** What an agent needs to get at a store, secrets in the clear: only for its jobs. Safe for many threads. */
@Singleton
class StoreAccess {
    /** The C agent (2.19) dies of properties without it, when it makes a key. */
    private static final String SEPARATE_PRIVATE_KEY = "separatePrivateKey";

    private final StoreRepository stores;
    private final SecretRepository secrets;

    StoreAccess(StoreRepository stores, SecretRepository secrets) {
        this.stores = stores;
        this.secrets = secrets;
    }

    /** @throws JobWithdrawnException when the store was deleted */
    CertificateStore store(Handle tx, UUID storeId) {
        return stores.find(tx, storeId)
                .orElseThrow(() -> new JobWithdrawnException("The certificate store was deleted."));
    }

    /**
     * The password and the properties of a store.
     *
     * @param password empty for a store without one, as agents expect it
     * @param properties the text of a JSON object whose values are texts
     */
    record Opened(SecretText password, SecretText properties) {}

    /** @throws JobWithdrawnException when a secret of the store is gone */
    Opened open(Handle tx, CertificateStore store) {
        return opened(tx, store, StoreJson.MAPPER.createObjectNode());
    }

    /** The same, and whether the key lies in a file of its own is said in any case. */
    Opened openForKey(Handle tx, CertificateStore store) {
        return opened(tx, store, StoreJson.MAPPER.createObjectNode().put(SEPARATE_PRIVATE_KEY, "false"));
    }

    private Opened opened(Handle tx, CertificateStore store, ObjectNode properties) {
        UUID passwordId = store.passwordSecretId();
        List<UUID> ids = new ArrayList<>(store.properties().secretIds());
        if (passwordId != null) {
            ids.add(passwordId);
        }
        Map<UUID, SecretValue> values = secrets.get(tx, ids);
        store.properties().values().forEach((name, value) -> {
            switch (value) {
                case StoreProperties.Value.Text(String text) -> properties.put(name, text);
                case StoreProperties.Value.Secret(UUID id) ->
                    properties.put(name, revealed(values, id, "The property " + name));
            }
        });
        return new Opened(
                new SecretText(passwordId == null ? "" : revealed(values, passwordId, "The password")),
                new SecretText(properties.toString()));
    }

    private static String revealed(Map<UUID, SecretValue> values, UUID id, String what) {
        SecretValue value = values.get(id);
        if (value == null) {
            throw new JobWithdrawnException(what + " of the certificate store is gone.");
        }
        return value.reveal();
    }
}
