package io.quartermaster.server.store;

import io.quartermaster.server.db.Ids;
import io.quartermaster.server.secret.SecretRepository;
import io.quartermaster.server.secret.SecretValue;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The secrets of stores that are there, when they are given others. Works in the command's transaction. */
@Singleton
class StoreSecrets {
    private final SecretRepository secrets;
    private final Ids ids;

    StoreSecrets(SecretRepository secrets, Ids ids) {
        this.secrets = secrets;
        this.ids = ids;
    }

    /**
     * A password after a request.
     *
     * @param id null for none
     */
    record NewPassword(@Nullable UUID id, Map<UUID, SecretValue> secrets) {}

    /**
     * @param sent null and the mask mean that it stays
     * @throws io.quartermaster.server.error.CommandException MALFORMED for the mask where there is none
     */
    NewPassword password(CertificateStore store, @Nullable SentValue sent, String field) {
        if (sent == null || (sent instanceof SentValue.Masked && store.passwordSecretId() != null)) {
            return new NewPassword(store.passwordSecretId(), Map.of());
        }
        return password(sent, field);
    }

    private NewPassword password(SentValue sent, String field) {
        @Nullable SecretValue value = value(sent, field);
        if (value == null) {
            return new NewPassword(null, Map.of());
        }
        UUID id = ids.next();
        return new NewPassword(id, Map.of(id, value));
    }

    /** An empty password is none: the agent is told the same in both cases. */
    static @Nullable SecretValue value(SentValue sent, String field) {
        return switch (sent) {
            case SentValue.Nothing() -> null;
            case SentValue.Masked() -> throw SentValue.nothingBehindMask(field);
            case SentValue.Plain(String text) -> text.isEmpty() ? null : SentValue.secret(text, field);
            case SentValue.Secret(SecretValue secret) -> secret.reveal().isEmpty() ? null : secret;
        };
    }

    /** Stores what is new, and deletes what these stores had and have no more. */
    void replace(
            Handle tx,
            Collection<CertificateStore> before,
            Collection<CertificateStore> after,
            List<Map<UUID, SecretValue>> added) {
        Map<UUID, SecretValue> all = new HashMap<>();
        added.forEach(all::putAll);
        secrets.put(tx, all);
        List<UUID> gone = idsOf(before);
        gone.removeAll(idsOf(after));
        secrets.delete(tx, gone);
    }

    private static List<UUID> idsOf(Collection<CertificateStore> stores) {
        List<UUID> ids = new ArrayList<>();
        stores.forEach(store -> ids.addAll(store.secretIds()));
        return ids;
    }
}
