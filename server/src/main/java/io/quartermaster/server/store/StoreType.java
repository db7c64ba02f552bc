package io.quartermaster.server.store;

import io.quartermaster.agent.protocol.Capabilities;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A type of certificate stores.
 *
 * @param id its number on the wire, {@code CertStoreType}; below 102 for types that every server has
 * @param capability what agents announce and job types are named by; the short name unless it was set otherwise
 * @param managementJobType null for a type that has no such jobs; so the two after it
 */
public record StoreType(
        int id,
        String name,
        String shortName,
        String capability,
        UUID inventoryJobType,
        @Nullable UUID managementJobType,
        @Nullable UUID discoveryJobType,
        @Nullable UUID reenrollmentJobType,
        StoreTypeDefinition definition) {

    /** The number of the first type that people add. */
    static final int ADDED_MIN = 102;

    /** Whether every server has it, and agents know its job types by their ids. */
    boolean builtIn() {
        return id < ADDED_MIN;
    }

    /** The full name of its inventory jobs: {@code JKSInventory}. */
    public String inventoryJobName() {
        return capability + "Inventory";
    }

    /** What an agent must have announced to read stores of the type; compare without case. */
    public String inventoryCapability() {
        return capability("Inventory");
    }

    /** What an agent must have announced to change stores of the type; compare without case. */
    public String managementCapability() {
        return capability("Management");
    }

    /** What an agent must have announced to find stores of the type; compare without case. */
    public String discoveryCapability() {
        return capability("Discovery");
    }

    /** What an agent must have announced to make keys in stores of the type; compare without case. */
    public String reenrollmentCapability() {
        return capability("Reenrollment");
    }

    /** The job types that this server hands out for stores of the type, with the capability each needs. */
    public Map<UUID, String> jobTypes() {
        Map<UUID, String> capabilities = new HashMap<>();
        capabilities.put(inventoryJobType, inventoryCapability());
        StoreTypeDefinition.SupportedOperations operations = definition.supportedOperations();
        if (managementJobType != null && operations.management()) {
            capabilities.put(managementJobType, managementCapability());
        }
        if (discoveryJobType != null && operations.discovery()) {
            capabilities.put(discoveryJobType, discoveryCapability());
        }
        if (reenrollmentJobType != null && operations.enrollment()) {
            capabilities.put(reenrollmentJobType, reenrollmentCapability());
        }
        return capabilities;
    }

    private String capability(String kind) {
        return Capabilities.CERTIFICATE_STORES_PREFIX + capability + "." + kind;
    }
}
