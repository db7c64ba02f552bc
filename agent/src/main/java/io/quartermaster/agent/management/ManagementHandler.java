package io.quartermaster.agent.management;

import io.quartermaster.agent.change.ChangeStore;
import io.quartermaster.agent.change.Store;
import io.quartermaster.agent.job.Assignment;
import io.quartermaster.agent.job.JobHandler;
import io.quartermaster.agent.job.WorkResult;
import io.quartermaster.agent.protocol.Capabilities;
import io.quartermaster.agent.protocol.ConfigureRequest;
import io.quartermaster.agent.protocol.ManagementConfigureReply;
import io.quartermaster.agent.protocol.ManagementJobDetails;
import io.quartermaster.agent.protocol.ManagementOperation;
import io.quartermaster.agent.protocol.SecretText;
import io.quartermaster.agent.transport.Transport;
import io.quartermaster.agent.transport.TransportException;
import io.quartermaster.store.spi.AddJob;
import io.quartermaster.store.spi.Addition;
import io.quartermaster.store.spi.CreateJob;
import io.quartermaster.store.spi.EncodedCertificate;
import io.quartermaster.store.spi.PrivateKeySecret;
import io.quartermaster.store.spi.Removal;
import io.quartermaster.store.spi.RemoveJob;
import io.quartermaster.store.spi.StoreException;
import io.quartermaster.store.spi.StorePassword;
import io.quartermaster.store.spi.StoreType;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Changes the stores of one type. What is asked for and already so is done, with a remark: the server may hand out a
 * job again whose end it did not hear of. Safe for many threads.
 */
public final class ManagementHandler implements JobHandler {
    private final StoreType type;
    private final ChangeStore changeStore;

    public ManagementHandler(StoreType type, ChangeStore changeStore) {
        this.type = type;
        this.changeStore = changeStore;
    }

    /** True for a type that can do some of it. */
    public static boolean fits(StoreType type) {
        return type instanceof AddJob || type instanceof RemoveJob || type instanceof CreateJob;
    }

    @Override
    public String capability() {
        return Capabilities.management(type.shortName());
    }

    @Override
    public Assignment configure(Transport transport, String endpoint, ConfigureRequest request)
            throws TransportException {
        ManagementConfigureReply reply = transport.call(endpoint, request, ManagementConfigureReply.class);
        return new Assignment(reply.result(), reply.auditId(), reply.jobCancelled(), () -> change(reply.job()));
    }

    private WorkResult change(@Nullable ManagementJobDetails job) throws InterruptedException {
        if (job == null) {
            return WorkResult.failure("The server's configuration of the job says nothing about it.");
        }
        try {
            Store store = Store.of(type.shortName(), job.storePath(), job.storePassword(), job.properties());
            return switch (job.operationType()) {
                case ManagementOperation.ADD -> add(store, job, Boolean.TRUE.equals(job.createIfMissing()));
                case ManagementOperation.CREATE_AND_ADD -> add(store, job, true);
                case ManagementOperation.REMOVE -> remove(store, job);
                case ManagementOperation.CREATE -> create(store);
                default -> WorkResult.failure("This agent knows no operation " + job.operationType() + " on stores.");
            };
        } catch (StoreException e) {
            return WorkResult.failure(e.getMessage());
        }
    }

    private WorkResult add(Store store, ManagementJobDetails job, boolean createIfMissing)
            throws StoreException, InterruptedException {
        if (!(type instanceof AddJob adding)) {
            return cannot("added to");
        }
        byte[] content = decoded(job.entryContents());
        if (!job.privateKeyEntry()) {
            List<EncodedCertificate> chain = chain(job, List.of(new EncodedCertificate(content)));
            return added(store, adding, addition(job, chain, null, createIfMissing));
        }
        try (KeyAndChain opened = KeyAndChain.open(content, text(job.pfxPassword()))) {
            List<EncodedCertificate> chain = chain(job, opened.chain());
            return added(store, adding, addition(job, chain, opened.key(), createIfMissing));
        }
    }

    private WorkResult added(Store store, AddJob adding, Addition addition)
            throws StoreException, InterruptedException {
        ChangeStore.Done done = changeStore.run(store, location -> adding.add(location, store.secrets(), addition));
        return WorkResult.success(
                done.changed()
                        ? with(done.alias() + " was added.", done.note())
                        : done.alias() + " is there already; nothing was changed.");
    }

    private WorkResult remove(Store store, ManagementJobDetails job) throws StoreException, InterruptedException {
        if (!(type instanceof RemoveJob removing)) {
            return cannot("removed from");
        }
        String alias = named(job.alias(), job.thumbprint());
        if (alias.isEmpty()) {
            return WorkResult.failure("The server's configuration of the job does not say what is to be removed.");
        }
        Removal removal = new Removal(alias, fields(job.jobFields()));
        ChangeStore.Done done = changeStore.run(store, location -> removing.remove(location, store.secrets(), removal));
        return WorkResult.success(
                done.changed()
                        ? with(alias + " was removed.", done.note())
                        : "There is no " + alias + " in the store; nothing was changed.");
    }

    private WorkResult create(Store store) throws StoreException, InterruptedException {
        if (!(type instanceof CreateJob creating)) {
            return cannot("made");
        }
        ChangeStore.Done done = changeStore.run(store, location -> creating.create(location, store.secrets()));
        return WorkResult.success(
                done.changed()
                        ? with("The store was made.", done.note())
                        : "The store is there already; nothing was changed.");
    }

    private WorkResult cannot(String what) {
        return WorkResult.failure("Stores of the type " + type.shortName() + " cannot be " + what + " by this agent.");
    }

    private static Addition addition(
            ManagementJobDetails job,
            List<EncodedCertificate> chain,
            @Nullable PrivateKeySecret key,
            boolean createIfMissing) {
        return new Addition(
                named(job.alias(), null),
                chain.getFirst(),
                chain.subList(1, chain.size()),
                key,
                new StorePassword(text(job.entryPassword())),
                job.overwrite(),
                createIfMissing,
                fields(job.jobFields()));
    }

    /**
     * Of two chains of the same certificate the longer one: the server's list has what it knows, the file what it was
     * made with.
     */
    private static List<EncodedCertificate> chain(ManagementJobDetails job, List<EncodedCertificate> found)
            throws StoreException {
        List<EncodedCertificate> sent = new ArrayList<>();
        for (String certificate : Objects.requireNonNullElse(job.chain(), List.<String>of())) {
            sent.add(new EncodedCertificate(decoded(new SecretText(certificate))));
        }
        return sent.size() > found.size() && sent.getFirst().equals(found.getFirst()) ? sent : found;
    }

    private static byte[] decoded(@Nullable SecretText base64) throws StoreException {
        byte[] content;
        try {
            content = Base64.getDecoder().decode(text(base64));
        } catch (IllegalArgumentException e) {
            throw new StoreException("The certificate that the server sent is no base64.", e);
        }
        if (content.length == 0) {
            throw new StoreException("The server's configuration of the job has no certificate.");
        }
        return content;
    }

    private static String named(@Nullable String alias, @Nullable String otherwise) {
        String name = alias == null || alias.isBlank() ? otherwise : alias;
        return name == null ? "" : name.strip();
    }

    private static String text(@Nullable SecretText secret) {
        return secret == null ? "" : secret.value();
    }

    private static Map<String, String> fields(@Nullable Map<String, String> fields) {
        return fields == null ? Map.of() : fields;
    }

    private static String with(String sentence, String note) {
        return note.isEmpty() ? sentence : sentence + " " + note;
    }
}
