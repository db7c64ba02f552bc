package io.quartermaster.agent.protocol;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Job types whose id is the same on every server and in every agent.
 *
 * <p>The ids of PEM, JKS and FetchLogs are those that the C agent has in its source and finds its handlers by. Those of
 * PKCS12 are ours, chosen once. Neither may ever change.
 */
public enum BuiltInJobType {
    PEM_INVENTORY("a809ce1f-1eea-4738-a38e-15708c89c981", "CertStores.PEM.Inventory"),
    PEM_MANAGEMENT("1d411b36-ae72-433f-9f3f-8593e836a1af", "CertStores.PEM.Management"),
    PEM_REENROLLMENT("aa015d10-cffc-41f7-a9a4-c9615f6f3bdf", "CertStores.PEM.Reenrollment"),
    PEM_DISCOVERY("e98151de-53ad-4b99-b52a-f37118ec0c5c", "CertStores.PEM.Discovery"),
    JKS_INVENTORY("67b63010-d738-47c3-87a2-9f289466c881", "CertStores.JKS.Inventory"),
    JKS_MANAGEMENT("b614f9e2-c56b-421c-b548-03d42eb32f8a", "CertStores.JKS.Management"),
    JKS_REENROLLMENT("48743e90-108e-4dc3-b81c-7fb830215d1f", "CertStores.JKS.Reenrollment"),
    JKS_DISCOVERY("74d9f7c5-b2ac-4f21-a72b-29b5adc90651", "CertStores.JKS.Discovery"),
    PKCS12_INVENTORY("f2e844c9-0bdd-4094-9724-fe4832cc8256", "CertStores.PKCS12.Inventory"),
    PKCS12_MANAGEMENT("1c584caa-74bf-48d5-9ccb-417f988f3419", "CertStores.PKCS12.Management"),
    PKCS12_REENROLLMENT("c608b1a0-fa20-44d9-b13c-abbbbd824d62", "CertStores.PKCS12.Reenrollment"),
    PKCS12_DISCOVERY("ce01ace8-af61-4413-a428-83822d47469a", "CertStores.PKCS12.Discovery"),
    FETCH_LOGS("0d8cf0c8-56ca-4b8a-b16a-c062018e170d", "Custom.FetchLogs");

    private static final Map<UUID, BuiltInJobType> BY_ID =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(BuiltInJobType::id, Function.identity()));

    private final UUID id;
    private final String capability;

    BuiltInJobType(String id, String capability) {
        this.id = UUID.fromString(id);
        this.capability = capability;
    }

    /** The job type's id, in {@link JobEntry#jobTypeId()}. */
    public UUID id() {
        return id;
    }

    /** What an agent that can do such jobs names among its capabilities; compare without case. */
    public String capability() {
        return capability;
    }

    /** The built-in type with that id; empty for one that was made on a server. */
    public static Optional<BuiltInJobType> withId(UUID id) {
        return Optional.ofNullable(BY_ID.get(id));
    }
}
