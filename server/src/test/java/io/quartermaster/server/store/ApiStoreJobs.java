package io.quartermaster.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quartermaster.server.agent.AgentSession;
import io.quartermaster.server.cert.PrivateKeys;
import io.quartermaster.server.cert.RecordCertificates;
import io.quartermaster.server.cert.TestCertificates;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.http.ApiClient;
import io.quartermaster.server.http.ApiClient.Answer;
import io.quartermaster.server.job.ApiWorld;
import io.quartermaster.server.secret.SecretValue;
import io.quartermaster.server.security.TestUser;
import jakarta.inject.Singleton;
import java.math.BigInteger;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Work on stores as people order it and agents do it, over HTTP; each test makes its own stores and certificates. */
@Singleton
class ApiStoreJobs {
    static final String ADD = ApiStores.STORES + "/Certificates/Add";
    static final String REMOVE = ApiStores.STORES + "/Certificates/Remove";
    static final String MANAGEMENT = "/KeyfactorAgents/CertStoreManagement";
    static final String INVENTORY = "/KeyfactorAgents/CertStoreInventory";

    /** Of a type of stores with entry parameters, whose entries need an alias. */
    static final int PARAMETERS_TYPE = 9100;

    private static final KeyPair KEYS = TestCertificates.keys("EC", 256);

    private final ApiWorld world;
    private final Database database;
    private final RecordCertificates recordCertificates;
    private final PrivateKeys privateKeys;
    private final ApiClient admin = ApiClient.as(TestUser.ADMIN);
    private final ApiClient agentClient = ApiClient.asAgent();

    ApiStoreJobs(ApiWorld world, Database database, RecordCertificates recordCertificates, PrivateKeys privateKeys) {
        this.world = world;
        this.database = database;
        this.recordCertificates = recordCertificates;
        this.privateKeys = privateKeys;
    }

    /** An approved agent that can do everything with stores of all types. */
    UUID agent() {
        List<String> capabilities = new ArrayList<>();
        for (String type : List.of("PEM", "JKS", "PKCS12", "PARAMTEST")) {
            for (String kind : List.of("Inventory", "Management", "Reenrollment", "Discovery")) {
                capabilities.add("CertStores." + type + "." + kind);
            }
        }
        return world.agent(capabilities.toArray(String[]::new));
    }

    /** A store with the password {@code changeit}. */
    UUID store(UUID agent, int type, @Nullable Integer container) {
        return store(agent, type, "/srv/" + world.unique("app") + ".store", container);
    }

    UUID store(UUID agent, int type, String path, @Nullable Integer container) {
        if (container != null) {
            world.container(container);
        }
        return ApiStores.id(admin.post(ApiStores.STORES, """
                {"ClientMachine": "%s", "Storepath": "%s", "CertStoreType": %d, "AgentId": "%s", "ContainerId": %s,
                 "Password": {"SecretValue": "changeit"}}
                """.formatted(world.machine(), path, type, agent, container)));
    }

    /** The type of stores with entry parameters, unless it is there. */
    void parametersType() {
        world.run("""
                INSERT INTO certificate_store_type
                       (id, name, short_name, capability, inventory_job_type, management_job_type, definition)
                VALUES (?, 'With parameters', 'PARAMTEST', 'PARAMTEST', gen_random_uuid(), gen_random_uuid(), CAST(? AS jsonb))
                ON CONFLICT DO NOTHING
                """, PARAMETERS_TYPE, """
                {"ImportType": 0, "LocalStore": false,
                 "SupportedOperations": {"Add": true, "Create": true, "Discovery": false, "Enrollment": false, "Remove": true},
                 "Properties": [],
                 "EntryParameters": [
                   {"Name": "Site", "Type": "String",
                    "RequiredWhen": {"HasPrivateKey": false, "OnAdd": true, "OnRemove": false, "OnReenrollment": false}},
                   {"Name": "Ticket", "Type": "String",
                    "RequiredWhen": {"HasPrivateKey": false, "OnAdd": false, "OnRemove": true, "OnReenrollment": false}},
                   {"Name": "Key Owner", "Type": "String",
                    "RequiredWhen": {"HasPrivateKey": true, "OnAdd": false, "OnRemove": false, "OnReenrollment": false}},
                   {"Name": "Pin", "Type": "Secret",
                    "RequiredWhen": {"HasPrivateKey": false, "OnAdd": false, "OnRemove": false, "OnReenrollment": false}},
                   {"Name": "Default", "Type": "Bool", "DefaultValue": "False",
                    "RequiredWhen": {"HasPrivateKey": false, "OnAdd": false, "OnRemove": false, "OnReenrollment": false}},
                   {"Name": "Color", "Type": "MultipleChoice", "Options": "red,green",
                    "RequiredWhen": {"HasPrivateKey": false, "OnAdd": false, "OnRemove": false, "OnReenrollment": false}}],
                 "PasswordOptions": {"EntrySupported": false, "StoreRequired": false, "Style": "Default"},
                 "PrivateKeyAllowed": "Optional", "CertificateFormat": 0, "JobProperties": [], "ServerRequired": false,
                 "PowerShell": false, "BlueprintAllowed": false, "CustomAliasAllowed": "Required",
                 "InventoryEndpoint": "/AnyInventory/Update"}
                """);
    }

    /** A certificate that the server knows, its key kept or not. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Known(int id, byte[] der, String thumbprint) {}

    Known certificate(String commonName, boolean keyKept) {
        byte[] der = TestCertificates.der(
                "CN=" + commonName,
                BigInteger.valueOf(1 + Math.floorMod(world.unique(commonName).hashCode(), Integer.MAX_VALUE)),
                KEYS,
                "SHA256withECDSA");
        return database.inTransaction(tx -> {
            int id = recordCertificates.run(tx, List.of(der)).getFirst();
            if (keyKept) {
                privateKeys.keep(
                        tx,
                        id,
                        new SecretValue(Base64.getEncoder()
                                .encodeToString(KEYS.getPrivate().getEncoded())));
            }
            return new Known(
                    id,
                    der,
                    tx.createQuery("SELECT thumbprint FROM certificate WHERE id = :id")
                            .bind("id", id)
                            .mapTo(String.class)
                            .one());
        });
    }

    /** An addition of a certificate to one store, as the newest clients write it. */
    static String addition(int certificateId, UUID store, String members) {
        return """
                {"CertificateId": %d, "Schedule": {"Immediate": true},
                 "CertificateStores": [{"CertificateStoreId": "%s"%s}]}
                """.formatted(certificateId, store, members.isEmpty() ? "" : ", " + members);
    }

    static String removal(UUID store, String members) {
        return """
                {"Schedule": {"Immediate": true}, "CertificateStores": [{"CertificateStoreId": "%s", %s}]}
                """.formatted(store, members);
    }

    /** Orders, and expects one job. */
    static UUID ordered(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.json().size()).isEqualTo(1);
        return UUID.fromString(answer.json().get(0).asText());
    }

    // --------------------------------------------------------------------------------------------------- as the agent

    AgentSession session(UUID agent) {
        return world.session(agent);
    }

    Answer call(String path, AgentSession session, UUID job, String members) {
        return agentClient.post(
                path,
                "{\"SessionToken\": \"%s\", \"JobId\": \"%s\"%s}"
                        .formatted(session.token(), job, members.isEmpty() ? "" : ", " + members));
    }

    JsonNode configure(String jobs, AgentSession session, UUID job) {
        Answer answer = call(jobs + "/Configure", session, job, "");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    /** The job, handed out. */
    JsonNode begin(String jobs, AgentSession session, UUID job) {
        JsonNode reply = configure(jobs, session, job);
        assertThat(reply.at("/Result/Status").asInt()).as(reply.toString()).isEqualTo(1);
        assertThat(reply.get("JobCancelled").asBoolean()).isFalse();
        assertThat(reply.get("AuditId").asLong()).isPositive();
        return reply;
    }

    JsonNode complete(String jobs, AgentSession session, UUID job, long attempt, int status) {
        Answer answer = call(
                jobs + "/Complete",
                session,
                job,
                "\"AuditId\": %d, \"Status\": %d, \"Message\": \"\"".formatted(attempt, status));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    /** Hands a job out and ends it. @return the answer to the end */
    JsonNode run(String jobs, AgentSession session, UUID job, int status) {
        return complete(
                jobs, session, job, begin(jobs, session, job).get("AuditId").asLong(), status);
    }

    /** The inventory that waits for a store. */
    UUID followUp(UUID store) {
        return UUID.fromString(world.text(
                "SELECT CAST(id AS text) FROM scheduled_job WHERE store_id = ? AND kind = 'INVENTORY' AND NOT recurring",
                store));
    }

    long followUps(UUID store) {
        return world.count(
                "SELECT count(*) FROM scheduled_job WHERE store_id = ? AND kind = 'INVENTORY' AND NOT recurring",
                store);
    }

    /** One entry, as JSON for an Update. */
    static String entry(String alias, Known certificate, boolean key) {
        return """
                {"Alias": "%s", "PrivateKeyEntry": %s, "UseChainLevel": false, "ItemStatus": 0, "Certificates": ["%s"]}
                """.formatted(alias, key, Base64.getEncoder().encodeToString(certificate.der()));
    }

    /** The agent does the inventory that waits, and finds these entries. */
    void inventory(AgentSession session, UUID store, String... entries) {
        UUID job = followUp(store);
        JsonNode begun = begin(INVENTORY, session, job);
        Answer taken = call(INVENTORY + "/Update", session, job, "\"Inventory\": [" + String.join(",", entries) + "]");
        assertThat(taken.json().at("/Result/Status").asInt()).as(taken.body()).isEqualTo(1);
        complete(INVENTORY, session, job, begun.get("AuditId").asLong(), 2);
    }

    /** The store holds these entries, without any job having put them there. */
    void holds(UUID agent, UUID store, String... entries) {
        admin.post(ApiStores.STORES + "/Schedule", """
                {"StoreIds": ["%s"], "Schedule": {"Immediate": true}}
                """.formatted(store));
        inventory(session(agent), store, entries);
    }

    /** The rows of the history of a job, newest first, as the newest clients ask for them. */
    JsonNode history(UUID job) {
        return admin.get("/KeyfactorAPI/OrchestratorJobs/JobHistory?QueryString=JobId+-eq+%22" + job
                        + "%22&ReturnLimit=100&SortAscending=1&SortField=JobHistoryId")
                .json();
    }

    /** The newest attempt of a job in our own list. */
    JsonNode listed(UUID job) {
        return admin.get("/qm/v1/history?Query=JobId+-eq+%22" + job + "%22")
                .json()
                .get("Items")
                .get(0);
    }
}
