package io.quartermaster.server.store;

import io.quartermaster.server.schedule.Schedule;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A key that the agent is to make in a store and have certified.
 *
 * @param agentId who is thought to do it, for a request that names it; null leaves that to the store
 * @param subject as people write it: {@code CN=app.example.test,O="Example, Inc."}
 * @param sans alternative names by kind: {@code dns}, {@code ip}, {@code email}, {@code uri}, {@code upn}
 * @param keyType {@code RSA} or {@code ECC}
 * @param keySize bits, or those of the curve
 * @param alias of the entry; empty when none was chosen
 * @param overwrite whether an entry with the same alias may be replaced
 * @param jobFields entry parameters by name, in any case
 * @param authority who issues; null for the one meant for requests that name none
 * @param schedule {@link Schedule.Immediate} or {@link Schedule.ExactlyOnce}
 */
public record KeyOnDevice(
        UUID storeId,
        @Nullable UUID agentId,
        String subject,
        Map<String, List<String>> sans,
        String keyType,
        int keySize,
        String alias,
        boolean overwrite,
        Map<String, String> jobFields,
        @Nullable String authority,
        @Nullable String template,
        Schedule schedule) {
    public static final String RSA = "RSA";
    public static final String ECC = "ECC";

    /** What is made when nobody says anything else. */
    public static final int RSA_SIZE_DEFAULT = 2_048;

    public KeyOnDevice {
        sans = Collections.unmodifiableMap(new LinkedHashMap<>(sans));
        jobFields = Map.copyOf(jobFields);
    }

    /** Without the values of parameters, some of which may be secret. */
    @Override
    public String toString() {
        return "KeyOnDevice[" + subject + " in " + storeId + " as " + alias + "]";
    }
}
