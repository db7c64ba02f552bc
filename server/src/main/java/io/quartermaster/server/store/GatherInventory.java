package io.quartermaster.server.store;

import io.quartermaster.agent.protocol.InventoryItem;
import io.quartermaster.agent.protocol.InventoryUpdateRequest;
import io.quartermaster.agent.protocol.Result;
import io.quartermaster.server.agent.AgentCode;
import io.quartermaster.server.cert.CertificateRepository;
import io.quartermaster.server.cert.EncodedCertificate;
import io.quartermaster.server.cert.ParsedCertificate;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.job.Attempt;
import io.quartermaster.server.job.Attempts;
import io.quartermaster.server.job.JobKind;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Takes in one Update of a running inventory. A run may send several; they are gathered, and become the inventory of the
 * store when the run completes. An Update is taken whole or not at all. Safe for many threads.
 */
@Singleton
public class GatherInventory {
    /** Entries of one store. */
    public static final int INVENTORY_ENTRIES_MAX = 100_000;

    /** Certificates of one entry: chains are short. */
    public static final int CERTIFICATES_PER_ENTRY_MAX = 50;

    /** Characters of an alias. */
    public static final int ALIAS_LENGTH_MAX = 512;

    /** Parameters of one entry. */
    public static final int PARAMETERS_PER_ENTRY_MAX = 100;

    /** Characters of a parameter, its name and its value. */
    public static final int PARAMETER_LENGTH_MAX = 5_000;

    private static final String NUL = "\u0000";

    private final Database database;
    private final Attempts attempts;
    private final CertificateRepository certificates;
    private final GatheredInventoryRepository gathered;
    private final InstantSource clock;

    GatherInventory(
            Database database,
            Attempts attempts,
            CertificateRepository certificates,
            GatheredInventoryRepository gathered,
            InstantSource clock) {
        this.database = database;
        this.attempts = attempts;
        this.certificates = certificates;
        this.gathered = gathered;
        this.clock = clock;
    }

    /** Why an Update is not taken; a sentence for the agent's log and the message of its job. */
    private static final class RefusedUpdate extends RuntimeException {
        private final int code;

        RefusedUpdate(int code, String message) {
            super(message, null, false, false);
            this.code = code;
        }
    }

    /** @param account the name of the agent account that signed in */
    public Result run(String account, InventoryUpdateRequest request) {
        try {
            List<GatheredItem> items = decode(request.inventory());
            database.runInTransaction(tx -> gather(tx, account, request, items));
            return Result.success();
        } catch (RefusedUpdate refused) {
            return Result.error(refused.code, String.valueOf(refused.getMessage()));
        }
    }

    private void gather(Handle tx, String account, InventoryUpdateRequest request, List<GatheredItem> items) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Attempt attempt = attempts.inProcess(tx, account, request.sessionToken(), request.jobId(), now)
                .filter(running -> running.kind() == JobKind.INVENTORY)
                .orElseThrow(() -> new RefusedUpdate(
                        AgentCode.NO_ATTEMPT,
                        "No inventory with this JobId is in process in this session. Register again."));
        if (attempt.store() == null) {
            throw new IllegalStateException("An inventory without a store: " + attempt.jobId());
        }
        Set<EncodedCertificate> named = new LinkedHashSet<>();
        items.forEach(item -> named.addAll(item.certificates()));
        certificates.hold(tx);
        Map<EncodedCertificate, Integer> ids = certificates.known(tx, named);
        named.removeAll(ids.keySet());
        certificates.add(tx, parse(named, items));
        ids.putAll(certificates.known(tx, named));
        int aliases = gathered.gather(
                tx, new InventoryRun(attempt.historyId(), attempt.store().storeId()), items, ids);
        if (aliases > INVENTORY_ENTRIES_MAX) {
            throw tooManyEntries(aliases);
        }
    }

    private static List<GatheredItem> decode(@Nullable List<InventoryItem> items) {
        if (items == null) {
            return List.of();
        }
        if (items.size() > INVENTORY_ENTRIES_MAX) {
            throw tooManyEntries(items.size());
        }
        List<GatheredItem> decoded = new ArrayList<>(items.size());
        for (int i = 0; i < items.size(); i++) {
            decoded.add(decode(items.get(i), i));
        }
        return decoded;
    }

    private static GatheredItem decode(@Nullable InventoryItem item, int index) {
        String where = "Inventory[" + index + "]";
        if (item == null || item.alias() == null || item.alias().isEmpty()) {
            throw refused(where + " has no Alias.");
        }
        String alias = item.alias();
        if (alias.length() > ALIAS_LENGTH_MAX || alias.contains(NUL)) {
            throw refused(where + ": an Alias has at most " + ALIAS_LENGTH_MAX
                    + " characters, and not the one with the number 0.");
        }
        if (item.itemStatus() < InventoryItem.UNKNOWN || item.itemStatus() > InventoryItem.UNCHANGED) {
            throw refused(where + " (" + alias + "): ItemStatus " + item.itemStatus() + " is none of 0 to 4.");
        }
        List<String> texts = item.certificates() == null ? List.of() : item.certificates();
        if (texts.size() > CERTIFICATES_PER_ENTRY_MAX) {
            throw refused(where + " (" + alias + ") has " + texts.size() + " certificates, more than "
                    + CERTIFICATES_PER_ENTRY_MAX + ".");
        }
        List<EncodedCertificate> certificates = new ArrayList<>(texts.size());
        for (String text : texts) {
            certificates.add(new EncodedCertificate(decode(text, where, alias, certificates.size())));
        }
        return new GatheredItem(
                alias, item.itemStatus(), item.privateKeyEntry(), certificates, parameters(item, where, alias));
    }

    private static Map<String, String> parameters(InventoryItem item, String where, String alias) {
        if (item.parameters() == null) {
            return Map.of();
        }
        if (item.parameters().size() > PARAMETERS_PER_ENTRY_MAX) {
            throw refused(where + " (" + alias + ") has " + item.parameters().size() + " parameters, more than "
                    + PARAMETERS_PER_ENTRY_MAX + ".");
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        for (Map.Entry<String, String> sent : item.parameters().entrySet()) {
            String value = Objects.requireNonNullElse(sent.getValue(), "");
            if ((sent.getKey() + value).length() > PARAMETER_LENGTH_MAX || (sent.getKey() + value).contains(NUL)) {
                throw refused(where + " (" + alias + "): a parameter has at most " + PARAMETER_LENGTH_MAX
                        + " characters, and not the one with the number 0.");
            }
            parameters.put(sent.getKey(), value);
        }
        return parameters;
    }

    private static byte[] decode(@Nullable String text, String where, String alias, int position) {
        try {
            return Base64.getDecoder().decode(String.valueOf(text));
        } catch (IllegalArgumentException e) {
            throw refused(where + " (" + alias + "), certificate " + position + ": it is not base64 on one line.");
        }
    }

    private static List<ParsedCertificate> parse(Set<EncodedCertificate> certificates, List<GatheredItem> items) {
        List<ParsedCertificate> parsed = new ArrayList<>(certificates.size());
        for (EncodedCertificate certificate : certificates) {
            try {
                parsed.add(ParsedCertificate.parse(certificate.der()));
            } catch (IllegalArgumentException e) {
                throw refused(placeOf(certificate, items) + ": " + e.getMessage() + ".");
            }
        }
        return parsed;
    }

    private static String placeOf(EncodedCertificate certificate, List<GatheredItem> items) {
        for (int i = 0; i < items.size(); i++) {
            int position = items.get(i).certificates().indexOf(certificate);
            if (position >= 0) {
                return "Inventory[" + i + "] (" + items.get(i).alias() + "), certificate " + position;
            }
        }
        throw new IllegalStateException("A certificate of no entry");
    }

    private static RefusedUpdate tooManyEntries(int count) {
        return refused("The store has " + count + " entries or more; at most " + INVENTORY_ENTRIES_MAX + " are kept.");
    }

    private static RefusedUpdate refused(String message) {
        return new RefusedUpdate(AgentCode.UPDATE, message);
    }
}
