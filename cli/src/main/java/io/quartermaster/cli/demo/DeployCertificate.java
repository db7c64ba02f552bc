package io.quartermaster.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quartermaster.cli.Secret;
import io.quartermaster.cli.api.ApiClient;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Has the server issue a certificate, the agent put it into two stores that it makes, and both renew it. */
final class DeployCertificate {
    static final String ALIAS = "shop";

    private static final String TEMPLATE = "WebServer";
    private static final String NAME = "shop.example.com";
    private static final int DAYS_BEFORE = 30;

    private final DemoFolder folder;
    private final Household household;
    private final Waiting waiting;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final FindCertificate findCertificate;
    private final Narration narration;

    DeployCertificate(
            DemoFolder folder,
            Household household,
            Waiting waiting,
            InstantSource clock,
            RandomGenerator random,
            FindCertificate findCertificate,
            Narration narration) {
        this.folder = folder;
        this.household = household;
        this.waiting = waiting;
        this.clock = clock;
        this.random = random;
        this.findCertificate = findCertificate;
        this.narration = narration;
    }

    private record Target(RealStore store, String id) {}

    void run(ApiClient api, ApproveAgent.Agent agent) throws InterruptedException {
        StoreCalls calls = new StoreCalls(api, household, waiting);
        JsonNode issued = issue(api);
        int certificate = issued.path("KeyfactorId").asInt();
        String thumbprint = issued.path("Thumbprint").asText();
        narration.did("POST /Enrollment/PFX: " + issued.path("IssuerDN").asText() + " issued a certificate for " + NAME
                + ", " + thumbprint);

        List<Target> targets = new ArrayList<>();
        for (RealStore store : stores()) {
            targets.add(new Target(store, calls.create(agent, store, true, "{}")));
            narration.did(store.type() + " store " + store.path() + " shall be made, and hold it");
        }
        for (JsonNode job : add(api, certificate, targets)) {
            succeeded(calls.awaitEnd(job.asText()));
        }
        judge(calls, targets, thumbprint);

        String renewed = renew(api, certificate);
        judge(calls, targets, renewed);
        if (renewed.equals(thumbprint)) {
            throw new DemoFailure("The renewed certificate is the old one.");
        }
    }

    private JsonNode issue(ApiClient api) {
        ObjectNode order = api.object()
                .put("Subject", "CN=" + NAME + ",O=Example")
                .put("Password", Secret.random(random).reveal())
                .put("Template", TEMPLATE)
                .put("IncludeChain", true)
                .put("Timestamp", clock.instant().toString());
        order.putObject("SANs").putArray("dns").add(NAME);
        JsonNode issued = api.post("Enrollment/PFX", order).path("CertificateInformation");
        if (!issued.path("RequestDisposition").asText().equals("ISSUED")) {
            throw new DemoFailure("No certificate was issued: "
                    + issued.path("DispositionMessage").asText());
        }
        return issued;
    }

    private List<RealStore> stores() {
        Path made = folder.stores();
        return List.of(
                new RealStore("a web server's file", made.resolve("shop.pem"), RealStore.Type.PEM, Optional.empty()),
                new RealStore(
                        "a Java program's keystore",
                        made.resolve("shop.p12"),
                        RealStore.Type.PKCS12,
                        Optional.of(Secret.random(random))));
    }

    private static JsonNode add(ApiClient api, int certificate, List<Target> targets) {
        ObjectNode order = api.object().put("CertificateId", certificate);
        ArrayNode all = order.putArray("CertificateStores");
        for (Target target : targets) {
            all.addObject()
                    .put("CertificateStoreId", target.id())
                    .put("Alias", target.store().type() == RealStore.Type.PEM ? "" : ALIAS)
                    .put("Overwrite", true)
                    .put("IncludePrivateKey", true);
        }
        order.putObject("Schedule").put("Immediate", true);
        return api.post("CertificateStores/Certificates/Add", order);
    }

    /** By a rule for this certificate, which is not waited for: its time is weeks away. */
    private String renew(ApiClient api, int certificate) throws InterruptedException {
        JsonNode rule = api.post(
                "/qm/v1/renewal-rules",
                api.object()
                        .put("Name", "Demo: " + NAME)
                        .put("CertificateId", certificate)
                        .put("DaysBefore", DAYS_BEFORE)
                        .put("Way", "ServerKey"));
        narration.did(
                "POST /qm/v1/renewal-rules: to be renewed " + DAYS_BEFORE + " days before its end, with a new key");
        String path = "/qm/v1/renewals/"
                + api.post(
                                "/qm/v1/renewals",
                                api.object()
                                        .put("RuleId", rule.path("Id").asText())
                                        .put("CertificateId", certificate))
                        .path("Id")
                        .asText();
        narration.did("POST /qm/v1/renewals: now, and not then");
        JsonNode end = waiting.until("the renewal to end", Limits.RENEWAL, () -> {
            household.requireAlive();
            JsonNode renewal = api.get(path).path("Renewal");
            String state = renewal.path("State").asText();
            narration.progress("renewal: " + state);
            return List.of("Done", "Failed").contains(state) ? Optional.of(renewal) : Optional.empty();
        });
        if (!end.path("State").asText().equals("Done")) {
            throw new DemoFailure("The renewal failed: " + end.path("Reason").asText());
        }
        String thumbprint = api.get(
                        "Certificates/" + end.path("NewCertificateId").asInt())
                .path("Thumbprint")
                .asText();
        narration.proved("renewed: " + thumbprint + ", in both stores and seen there by their inventories");
        return thumbprint;
    }

    private void judge(StoreCalls calls, List<Target> targets, String thumbprint) throws InterruptedException {
        for (Target target : targets) {
            calls.awaitLeaves(
                    "the certificate in the inventory of " + target.store().path(),
                    target.id(),
                    leaves -> leaves.containsValue(thumbprint));
            String seen = findCertificate.run(target.store(), ALIAS);
            if (!seen.equals(thumbprint)) {
                throw new DemoFailure(target.store().path() + " should hold " + thumbprint + ", but "
                        + findCertificate.tool(target.store()) + " finds " + seen + ".");
            }
            narration.proved("in " + target.store().path().getFileName() + ", as its inventory and "
                    + findCertificate.tool(target.store()) + " say");
        }
    }

    private static void succeeded(JsonNode end) {
        if (!HistoryRow.of(end).succeeded()) {
            throw new DemoFailure("A job on " + end.path("StorePath").asText() + " failed: "
                    + end.path("Message").asText());
        }
    }
}
