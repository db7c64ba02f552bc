package io.quartermaster.server.agent;

import io.quartermaster.agent.protocol.BuiltInJobType;
import io.quartermaster.server.query.WrittenGuid;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The job types of this server at one moment, by id and by the capability they need.
 *
 * <p>Immutable.
 */
public final class JobTypes {
    /**
     * Types that this server does not bring along, with the ids the C agent has for them in its source (constants.h).
     * Only for reading what agents before version 2.16.1 say about themselves.
     */
    private static final Map<UUID, String> OF_OLD_AGENTS = Map.ofEntries(
            entry("5b9cf048-e95f-4331-a510-0cdfabac1703", "CertStores.IIS.Inventory"),
            entry("ce2325e3-801c-4576-9b0a-5fdcaf66aa88", "CertStores.IIS.Management"),
            entry("b80019d6-df3d-4a8c-9e60-1977b806f545", "CertStores.IIS.Reenrollment"),
            entry("afb8c78d-1436-4c93-a8e7-0218c2cb6955", "CertStores.AWS.Inventory"),
            entry("56c1e4f9-366c-44b3-8cae-1b8f39e2026c", "CertStores.AWS.Management"),
            entry("9b04e8de-e2ce-4a50-bd3f-31037d3ee751", "CertStores.F5.Inventory"),
            entry("e9a34338-c99f-46da-94d2-4f97dc6943af", "CertStores.F5.Management"),
            entry("76f99194-c129-4954-b76e-11c80816643e", "CertStores.FTP.Inventory"),
            entry("4ae72d54-7f91-4359-9da5-e1f633031070", "CertStores.FTP.Management"),
            entry("78ff1c19-893f-4e5e-90a5-0459f1823778", "CertStores.NetScaler.Inventory"),
            entry("b7c94ad1-8a33-45ea-98b3-d77ca14e7830", "CertStores.NetScaler.Management"));

    private final Map<UUID, String> nameById = new HashMap<>(OF_OLD_AGENTS);
    private final Map<String, UUID> idByFoldedName = new HashMap<>();

    /** @param served what the parts of the server have, see {@link JobTypeSource} */
    public JobTypes(List<Map<UUID, String>> served) {
        Arrays.stream(BuiltInJobType.values()).forEach(type -> nameById.put(type.id(), type.capability()));
        addServed(Map.of(BuiltInJobType.FETCH_LOGS.id(), BuiltInJobType.FETCH_LOGS.capability()));
        served.forEach(this::addServed);
    }

    private void addServed(Map<UUID, String> capabilities) {
        nameById.putAll(capabilities);
        capabilities.forEach((id, name) -> idByFoldedName.put(AgentCapabilities.fold(name), id));
    }

    /**
     * The name of a capability that an agent may have sent as the id of a job type.
     *
     * @return the text itself when it is no id; the id in lower case when nobody knows it
     */
    public String nameOf(String sent) {
        return WrittenGuid.read(sent)
                .map(id -> nameById.getOrDefault(id, id.toString()))
                .orElse(sent);
    }

    /** The id of the job type that needs this capability; empty when this server has no such type. */
    public Optional<UUID> idOf(String capability) {
        return Optional.ofNullable(idByFoldedName.get(AgentCapabilities.fold(capability)));
    }

    private static Map.Entry<UUID, String> entry(String id, String name) {
        return Map.entry(UUID.fromString(id), name);
    }
}
