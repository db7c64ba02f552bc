package io.quartermaster.agent.fake;

import io.quartermaster.agent.protocol.AgentPaths;
import io.quartermaster.agent.protocol.DiscoveryJobDetails.DiscoveryProperties;
import io.quartermaster.agent.protocol.ManagementJobDetails;
import io.quartermaster.agent.protocol.ManagementOperation;
import io.quartermaster.agent.protocol.ReenrollmentConfigureReply;
import io.quartermaster.agent.protocol.Result;
import io.quartermaster.agent.protocol.SecretText;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Jobs on one store, in few words.
 *
 * @param path of the store
 * @param password of the store
 * @param properties text of a JSON object
 */
public record StoreJobs(String path, String password, String properties) {
    public static final String PFX_PASSWORD = "of-this-attempt-only";

    public StoreJobs(Path path, String password) {
        this(path.toString(), password, "{}");
    }

    public ManagementJobDetails create() {
        return job(ManagementOperation.CREATE, "", null, null, false);
    }

    /** A certificate with its key. */
    public ManagementJobDetails add(String alias, TestCa ca, TestCa.Identity identity, boolean overwrite) {
        return job(
                ManagementOperation.ADD, alias, TestCa.base64(ca.pfx(identity, PFX_PASSWORD)), PFX_PASSWORD, overwrite);
    }

    /** A certificate alone. */
    public ManagementJobDetails add(String alias, byte[] der) {
        return job(ManagementOperation.ADD, alias, TestCa.base64(der), null, false);
    }

    /** As {@link #add}, to a store that may not be there. */
    public ManagementJobDetails createAndAdd(String alias, TestCa ca, TestCa.Identity identity) {
        return job(
                ManagementOperation.CREATE_AND_ADD,
                alias,
                TestCa.base64(ca.pfx(identity, PFX_PASSWORD)),
                PFX_PASSWORD,
                false);
    }

    public ManagementJobDetails remove(String alias) {
        return job(ManagementOperation.REMOVE, alias, null, null, false);
    }

    public ReenrollmentConfigureReply reenroll(String alias, boolean overwrite) {
        return reenroll(alias, overwrite, false);
    }

    public ReenrollmentConfigureReply reenroll(String alias, boolean overwrite, boolean createIfMissing) {
        return new ReenrollmentConfigureReply(
                Result.success(),
                0,
                false,
                AgentPaths.REENROLLMENT_ENROLL,
                null,
                "256",
                "ECC",
                "CN=device.example.com,O=Acme",
                "here",
                path,
                new SecretText(password),
                new SecretText(properties),
                6,
                Map.of("dns", List.of("device.example.com")),
                alias,
                overwrite,
                Map.of(),
                createIfMissing);
    }

    /** Below a folder; Java keystores in either of their formats. */
    public static DiscoveryProperties discovery(Path folder, boolean symLinks) {
        return new DiscoveryProperties(folder.toString(), "", "", "", symLinks, true);
    }

    public ManagementJobDetails job(
            int operation, String alias, @Nullable String contents, @Nullable String pfxPassword, boolean overwrite) {
        return new ManagementJobDetails(
                operation,
                "here",
                path,
                new SecretText(password),
                6,
                6,
                alias,
                pfxPassword != null,
                null,
                null,
                contents == null ? null : new SecretText(contents),
                pfxPassword == null ? null : new SecretText(pfxPassword),
                overwrite,
                new SecretText(properties),
                null,
                Map.of(),
                null);
    }
}
