package io.quartermaster.server.enrollment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.http.ApiClient;
import io.quartermaster.server.http.ApiClient.Answer;
import io.quartermaster.server.security.TestUser;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;

/** Enrolments over HTTP, by the authority that every server has; each test has names and templates of its own. */
@Singleton
class ApiEnrollment {
    static final String ENROLLMENT = "/KeyfactorAPI/Enrollment";
    static final String PASSWORD = "correct horse battery";

    private static final JsonMapper JSON = new JsonMapper();
    private static final AtomicInteger NEXT_TEMPLATE = new AtomicInteger(9_200);

    private final Database database;

    ApiEnrollment(Database database) {
        this.database = database;
    }

    /**
     * A copy of the template for web servers.
     *
     * @param changes members of {@code PUT /Templates}, between braces
     */
    String template(String changes) {
        int id = NEXT_TEMPLATE.incrementAndGet();
        String name = "OfEnrolment" + id;
        database.runInTransaction(tx -> tx.execute("""
                INSERT INTO certificate_template (id, common_name, definition)
                SELECT ?, ?, definition FROM certificate_template WHERE id = 1
                """, id, name));
        ObjectNode request = (ObjectNode) read(changes);
        request.put("Id", id);
        Answer changed = ApiClient.as(TestUser.ADMIN).put("/KeyfactorAPI/Templates", request.toString());
        assertThat(changed.status()).as(changed.body()).isEqualTo(200);
        return name;
    }

    /**
     * A body with a signing request in it.
     *
     * @param more further members, between braces
     */
    static String csrBody(String csr, String more) {
        ObjectNode body = (ObjectNode) read(more);
        body.put("CSR", csr);
        body.putIfAbsent("Template", JSON.getNodeFactory().textNode("WebServer"));
        return body.toString();
    }

    static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    /** As {@code pfx} with the password above. */
    static Answer pfx(ApiClient client, String more) {
        ObjectNode body = (ObjectNode) read(more);
        body.putIfAbsent("Password", JSON.getNodeFactory().textNode(PASSWORD));
        body.putIfAbsent("Template", JSON.getNodeFactory().textNode("WebServer"));
        return client.post(ENROLLMENT + "/PFX", body.toString());
    }

    static JsonNode information(Answer enrolled) {
        assertThat(enrolled.status()).as(enrolled.body()).isEqualTo(200);
        return enrolled.json().get("CertificateInformation");
    }

    /** Writes the certificates of an answer to {@code leaf.pem}, {@code issuers.pem}, {@code root.pem}. */
    static void writeChain(Path folder, JsonNode certificates) {
        assertThat(certificates.size()).as("leaf, issuing authority and root").isGreaterThanOrEqualTo(2);
        StringBuilder issuers = new StringBuilder();
        for (int i = 1; i < certificates.size(); i++) {
            issuers.append(certificates.get(i).asText()).append('\n');
        }
        Tools.write(folder, "leaf.pem", certificates.get(0).asText() + "\n");
        Tools.write(folder, "issuers.pem", issuers.toString());
        Tools.write(
                folder, "root.pem", certificates.get(certificates.size() - 1).asText() + "\n");
    }

    static void writeBlob(Path folder, String name, JsonNode information) {
        Tools.write(
                folder,
                name,
                Base64.getDecoder().decode(information.get("Pkcs12Blob").asText()));
    }

    long count(String sql, Object... arguments) {
        return database.read(tx -> {
            var query = tx.createQuery(sql);
            for (int i = 0; i < arguments.length; i++) {
                query.bind(i, arguments[i]);
            }
            return query.mapTo(Long.class).one();
        });
    }

    byte[] bytes(String sql, int id) {
        return database.read(
                tx -> tx.createQuery(sql).bind(0, id).mapTo(byte[].class).one());
    }

    void execute(String sql, Object... arguments) {
        database.runInTransaction(tx -> tx.execute(sql, arguments));
    }
}
