package io.quartermaster.server.store;

import static io.quartermaster.server.store.ApiStoreJobs.ADD;
import static io.quartermaster.server.store.ApiStoreJobs.MANAGEMENT;
import static io.quartermaster.server.store.ApiStoreJobs.REMOVE;
import static io.quartermaster.server.store.ApiStoreJobs.entry;
import static io.quartermaster.server.store.ApiStoreJobs.ordered;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quartermaster.server.db.PostgresResource;
import io.quartermaster.server.http.ApiClient;
import io.quartermaster.server.http.ApiClient.Answer;
import io.quartermaster.server.security.AccessResource;
import io.quartermaster.server.security.TestUser;
import io.quartermaster.server.store.ApiStoreJobs.Known;
import jakarta.inject.Inject;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@code kfutil stores inventory add, remove, clear} and {@code stores rot} send and expect. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(AccessResource.class)
final class KfutilInventoryTrapsTest {
    private final ApiClient kfutil = ApiClient.as(TestUser.CERTIFICATE_DEPLOYER);
    private UUID agent = new UUID(0, 0);
    private UUID store = agent;

    @Inject
    ApiStoreJobs jobs;

    @BeforeEach
    void aStore() {
        agent = jobs.agent();
        store = jobs.store(agent, StoreFixture.JKS, null);
    }

    /** It always overwrites, also where there is nothing, and sends every member that its model has. */
    @Test
    void anAdditionOverwritesWhatIsNotThere() {
        Known certificate = jobs.certificate("app.example.test", false);
        ordered(kfutil.post(ADD, """
                {"CertificateId":%d,"CertificateStores":[{"CertificateStoreId":"%s","Alias":"","Overwrite":true,
                 "EntryPassword":null,"PfxPassword":"","IncludePrivateKey":false}],
                 "Schedule":{"Immediate":true},"CollectionId":0}
                """.formatted(certificate.id(), store)));
    }

    /** Whatever the entry is called. */
    @Test
    void aRemovalSendsTheThumbprintAsTheAlias() {
        Known certificate = jobs.certificate("app.example.test", false);
        jobs.holds(agent, store, entry("called otherwise", certificate, false));
        UUID job = ordered(remove(certificate.thumbprint().toLowerCase(Locale.ROOT)));
        assertThat(jobs.begin(MANAGEMENT, jobs.session(agent), job)
                        .at("/Job/Alias")
                        .asText())
                .isEqualTo("called otherwise");
    }

    /** With members of additions in each entry, and more beside. */
    private Answer remove(String alias) {
        return kfutil.post(REMOVE, """
                {"CertificateId":0,"Alias":"","CertificateStores":[{"CertificateStoreId":"%s","Alias":"%s","Overwrite":false,
                 "EntryPassword":null,"PfxPassword":"","IncludePrivateKey":true}],"Schedule":{"Immediate":true}}
                """.formatted(store, alias));
    }

    @Test
    void aThumbprintThatTwoEntriesHaveIsRefusedInWords() {
        Known certificate = jobs.certificate("app.example.test", false);
        jobs.holds(agent, store, entry("one", certificate, false), entry("two", certificate, false));
        Answer answer = remove(certificate.thumbprint());
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("Message").asText()).contains("not exactly one whose certificate");
        assertThat(answer.json().get("FailedOperations").get(0).get("Reason").isTextual())
                .as("it reads them without a check")
                .isTrue();
    }

    @Test
    void anAliasComesBeforeAThumbprint() {
        Known certificate = jobs.certificate("app.example.test", false);
        Known other = jobs.certificate("other.example.test", false);
        jobs.holds(agent, store, entry(certificate.thumbprint(), other, false), entry("app", certificate, false));
        UUID job = ordered(remove(certificate.thumbprint()));
        assertThat(jobs.begin(MANAGEMENT, jobs.session(agent), job)
                        .at("/Job/Alias")
                        .asText())
                .isEqualTo(certificate.thumbprint());
    }

    /** Its HTTP client takes 200 for success and nothing else but 204. */
    @Test
    void theAnswerIsAListOfTexts() {
        Known certificate = jobs.certificate("app.example.test", false);
        Answer answer = kfutil.send("POST", ADD + "/", Optional.of(ApiStoreJobs.addition(certificate.id(), store, "")));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().isArray()).isTrue();
        assertThat(answer.json().get(0).isTextual()).isTrue();
    }
}
