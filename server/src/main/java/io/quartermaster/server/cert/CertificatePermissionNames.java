package io.quartermaster.server.cert;

import io.quartermaster.server.security.Grants;
import io.quartermaster.server.security.Permission;
import io.quartermaster.server.security.PermissionString;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The permissions on certificates under the short names that lists of them show. */
final class CertificatePermissionNames {
    private static final Map<String, Permission> NAMES = new LinkedHashMap<>();

    static {
        NAMES.put("Read", Permission.CERTIFICATES_COLLECTIONS_READ);
        NAMES.put("EditMetadata", Permission.CERTIFICATES_COLLECTIONS_METADATA_MODIFY);
        NAMES.put("Recover", Permission.CERTIFICATES_COLLECTIONS_PRIVATE_KEY_READ);
        NAMES.put("Revoke", Permission.CERTIFICATES_COLLECTIONS_REVOKE);
        NAMES.put("Delete", Permission.CERTIFICATES_COLLECTIONS_DELETE);
    }

    private CertificatePermissionNames() {}

    /** In their usual order. */
    static List<String> all() {
        return List.copyOf(NAMES.keySet());
    }

    /** @param collectionId null and 0 for all certificates */
    static boolean isHeld(Grants grants, String name, @Nullable Integer collectionId) {
        Permission permission = NAMES.get(name);
        if (permission == null) {
            throw new IllegalArgumentException("no permission on certificates: " + name);
        }
        PermissionString needed =
                collectionId == null || collectionId == 0 ? permission.everywhere() : permission.within(collectionId);
        return grants.satisfy(needed);
    }
}
