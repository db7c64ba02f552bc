package io.quartermaster.server.cert;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.job.ApiWorld;
import io.quartermaster.server.secret.SecretValue;
import jakarta.inject.Singleton;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/** Certificates that the server under test knows, without a request; each test makes its own. */
@Singleton
class ApiCertificates {
    static final String CERTIFICATES = "/KeyfactorAPI/Certificates";
    static final String COLLECTIONS = "/KeyfactorAPI/CertificateCollections";
    static final String FIELDS = "/KeyfactorAPI/MetadataFields";

    /** The collection that some accounts may use. */
    static final int COLLECTION = 5;

    private final Database database;
    private final RecordCertificates record;
    private final PrivateKeys keys;
    private final NoteIssuance noteIssuance;
    private final ApiWorld world;

    ApiCertificates(
            Database database, RecordCertificates record, PrivateKeys keys, NoteIssuance noteIssuance, ApiWorld world) {
        this.database = database;
        this.record = record;
        this.keys = keys;
        this.noteIssuance = noteIssuance;
        this.world = world;
    }

    int add(byte[] der) {
        return add(List.of(der)).getFirst();
    }

    List<Integer> add(List<byte[]> ders) {
        return database.inTransaction(tx -> record.run(tx, ders));
    }

    void keepKey(int id, KeyPair pair) {
        database.runInTransaction(tx -> keys.keep(
                tx,
                id,
                new SecretValue(
                        Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded()))));
    }

    boolean hasKey(int id) {
        return database.read(tx -> keys.find(tx, id).isPresent());
    }

    void issued(int id, Issuance issuance) {
        database.runInTransaction(tx -> noteIssuance.issued(tx, id, issuance));
    }

    void revoked(int id, Revocation revocation) {
        database.runInTransaction(tx -> noteIssuance.revoked(tx, List.of(id), revocation));
    }

    /** An inventory finds it in a store. */
    void inStore(UUID storeId, String alias, List<Integer> chain) {
        database.runInTransaction(tx -> {
            int entry = tx.createQuery("""
                            INSERT INTO inventory_entry (store_id, alias, private_key, parameters)
                            VALUES (:storeId, :alias, TRUE, '{}') RETURNING id
                            """)
                    .bind("storeId", storeId)
                    .bind("alias", alias)
                    .mapTo(Integer.class)
                    .one();
            for (int i = 0; i < chain.size(); i++) {
                tx.execute(
                        "INSERT INTO inventory_entry_certificate (entry_id, position, certificate_id) VALUES (?, ?, ?)",
                        entry,
                        i,
                        chain.get(i));
            }
        });
    }

    /** From now on collection {@link #COLLECTION} is this query; tests that use it do not run beside each other. */
    void collectionIs(String query) {
        world.run("""
                INSERT INTO certificate_collection
                       (id, name, description, query, duplication_field, show_on_dashboard, favorite)
                VALUES (?, 'Of the tests', '', ?, 0, FALSE, FALSE)
                ON CONFLICT (id) DO UPDATE SET query = excluded.query
                """, COLLECTION, query);
    }

    boolean exists(int id) {
        return world.count("SELECT count(*) FROM certificate WHERE id = ?", id) == 1;
    }

    /** The address of a list, with a query and what comes after it. */
    static String query(String list, String query, String more) {
        return list + "?pq.queryString=" + URLEncoder.encode(query, StandardCharsets.UTF_8) + more;
    }
}
