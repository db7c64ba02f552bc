package io.quartermaster.server.store;

import com.fasterxml.jackson.databind.JsonNode;
import io.quartermaster.agent.protocol.AgentPaths;
import io.quartermaster.agent.protocol.Capabilities;
import io.quartermaster.agent.protocol.ManagementConfigureReply;
import io.quartermaster.agent.protocol.ManagementJobDetails;
import io.quartermaster.agent.protocol.Result;
import io.quartermaster.agent.protocol.SecretText;
import io.quartermaster.server.cert.Chains;
import io.quartermaster.server.cert.FindCertificates;
import io.quartermaster.server.cert.KnownCertificate;
import io.quartermaster.server.cert.PrivateKeys;
import io.quartermaster.server.job.Attempt;
import io.quartermaster.server.job.EndedAttempt;
import io.quartermaster.server.job.JobHandler;
import io.quartermaster.server.job.JobKind;
import io.quartermaster.server.job.JobSecrets;
import io.quartermaster.server.job.JobWithdrawnException;
import io.quartermaster.server.job.Verifications;
import io.quartermaster.server.secret.SecretValue;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Jobs that change what is in a store: what the agent is told, and what follows. The key of a certificate is packed when
 * the job is handed out, not before. Safe for many threads.
 */
@Singleton
public class ManagementJobHandler implements JobHandler {
    private final StoreAccess access;
    private final StoreContentRepository content;
    private final FindCertificates certificates;
    private final PrivateKeys keys;
    private final Chains chains;
    private final HandedOutPfx pfx;
    private final JobSecrets jobSecrets;
    private final FollowUpInventories followUps;
    private final Verifications verifications;
    private final InstantSource clock;

    ManagementJobHandler(
            StoreAccess access,
            StoreContentRepository content,
            FindCertificates certificates,
            PrivateKeys keys,
            Chains chains,
            HandedOutPfx pfx,
            JobSecrets jobSecrets,
            FollowUpInventories followUps,
            Verifications verifications,
            InstantSource clock) {
        this.access = access;
        this.content = content;
        this.certificates = certificates;
        this.keys = keys;
        this.chains = chains;
        this.pfx = pfx;
        this.jobSecrets = jobSecrets;
        this.followUps = followUps;
        this.verifications = verifications;
        this.clock = clock;
    }

    @Override
    public JobKind kind() {
        return JobKind.MANAGEMENT;
    }

    @Override
    public String capability(String jobType) {
        return Capabilities.management(kind().withoutGenericName(jobType));
    }

    @Override
    public String configurationEndpoint() {
        return AgentPaths.MANAGEMENT_CONFIGURE;
    }

    @Override
    public String completionEndpoint() {
        return AgentPaths.MANAGEMENT_COMPLETE;
    }

    @Override
    public Object configuration(Handle tx, Attempt attempt, Result result) {
        CertificateStore store = access.store(tx, attempt.storeId());
        ManagementJobDetails job = switch (ManagementFields.operation(attempt.fields())) {
            case ADD -> addition(tx, store, attempt.fields());
            case REMOVE -> removal(tx, store, attempt.fields());
            case CREATE -> details(tx, store, attempt.fields(), null, Contents.NONE);
        };
        return new ManagementConfigureReply(result, attempt.historyId(), false, job);
    }

    /**
     * What is to be added.
     *
     * @param entry base64 of a certificate, or of a PKCS#12 file that the password opens
     */
    private record Contents(
            @Nullable SecretText entry,
            @Nullable SecretText pfxPassword,
            @Nullable List<String> chain) {
        static final Contents NONE = new Contents(null, null, null);
    }

    private ManagementJobDetails addition(Handle tx, CertificateStore store, JsonNode fields) {
        KnownCertificate certificate = certificates
                .find(tx, ManagementFields.certificateId(fields))
                .orElseThrow(() -> new JobWithdrawnException("The certificate was deleted."));
        List<byte[]> chain = chains.of(tx, certificate.der());
        List<String> encoded =
                chain.stream().map(Base64.getEncoder()::encodeToString).toList();
        if (!ManagementFields.includesPrivateKey(fields)) {
            return details(
                    tx,
                    store,
                    fields,
                    certificate.thumbprint(),
                    new Contents(new SecretText(encoded.getFirst()), null, encoded));
        }
        SecretValue key = keys.find(tx, certificate.id())
                .orElseThrow(
                        () -> new JobWithdrawnException("The private key of the certificate is not kept any more."));
        HandedOutPfx.Packed packed = pfx.pack(certificate, chain, key);
        return details(
                tx,
                store,
                fields,
                certificate.thumbprint(),
                new Contents(packed.contents(), packed.password(), encoded));
    }

    private ManagementJobDetails removal(Handle tx, CertificateStore store, JsonNode fields) {
        String thumbprint = content.thumbprint(tx, store.id(), ManagementFields.alias(fields))
                .orElse(null);
        return details(tx, store, fields, thumbprint, Contents.NONE);
    }

    private ManagementJobDetails details(
            Handle tx, CertificateStore store, JsonNode fields, @Nullable String thumbprint, Contents contents) {
        StoreAccess.Opened opened = access.open(tx, store);
        UUID entryPassword = ManagementFields.entryPassword(fields);
        return new ManagementJobDetails(
                ManagementFields.operation(fields).number(),
                store.clientMachine(),
                store.storePath(),
                opened.password(),
                store.type().id(),
                store.type().id(),
                ManagementFields.alias(fields),
                ManagementFields.includesPrivateKey(fields),
                entryPassword == null
                        ? null
                        : new SecretText(Objects.requireNonNull(jobSecrets
                                        .get(tx, List.of(entryPassword))
                                        .get(entryPassword))
                                .reveal()),
                thumbprint,
                contents.entry(),
                contents.pfxPassword(),
                ManagementFields.overwrites(fields),
                opened.properties(),
                store.createIfMissing(),
                jobSecrets.revealed(tx, ManagementFields.parameters(fields), ManagementFields.secretParameters(fields)),
                contents.chain());
    }

    /** Also a failed one may have changed the store: the inventory that follows tells the truth. */
    @Override
    public void completed(Handle tx, List<EndedAttempt> ended) {
        verifications.expect(tx, ended, Map.of());
        followUps.queue(tx, ended.stream().map(end -> end.attempt().storeId()).toList(), now());
        jobSecrets.forgetUnneeded(tx, ended);
    }

    @Override
    public void completedLate(Handle tx, UUID storeId) {
        followUps.queue(tx, List.of(storeId), now());
    }

    @Override
    public Optional<UUID> inventoryAfter(Handle tx, UUID storeId) {
        return followUps.waiting(tx, storeId);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
