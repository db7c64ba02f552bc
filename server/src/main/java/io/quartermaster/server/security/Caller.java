package io.quartermaster.server.security;

import java.util.Arrays;
import java.util.List;

/**
 * The person or program that a request of the public API comes from.
 *
 * <p>Immutable; safe for many threads.
 *
 * @param name as messages and the audit show it, for example {@code CORP\alice}
 * @param roles names, in the order the account lists them; empty for an account that may do nothing
 * @param grants what these roles allow together
 */
public record Caller(String name, List<String> roles, Grants grants) {
    public Caller {
        roles = List.copyOf(roles);
    }

    public boolean holds(Permission permission) {
        return grants.satisfy(permission);
    }

    /**
     * Refuses a caller who lacks one of the permissions.
     *
     * @throws PermissionDenied NO_ROLE for a caller without any role, else NO_PERMISSION naming every missing string
     */
    public void require(Permission... permissions) {
        require(Arrays.stream(permissions).map(Permission::everywhere).toList());
    }

    /** As {@link #require(Permission...)}, for strings with a scope: {@code permission.within(containerId)}. */
    public void require(List<PermissionString> permissions) {
        requireAnyRole();
        List<PermissionString> missing = permissions.stream()
                .filter(permission -> !grants.satisfy(permission))
                .distinct()
                .toList();
        if (!missing.isEmpty()) {
            throw PermissionDenied.missing(this, missing);
        }
    }

    /** @throws PermissionDenied NO_ROLE for a caller without any role */
    public void requireAnyRole() {
        if (roles.isEmpty()) {
            throw PermissionDenied.withoutRole(this);
        }
    }

    /**
     * The containers for whose stores the caller holds the verb; may be none.
     *
     * @see #requireSomeContainer to refuse a caller who has none
     */
    public ContainerScope containers(StoreVerb verb) {
        return grants.containers(verb);
    }

    /**
     * The same, for lists: they are filtered, and only a caller who could never see a row is refused.
     *
     * @return never empty
     * @throws PermissionDenied when the caller holds the verb neither everywhere nor for a single container
     */
    public ContainerScope requireSomeContainer(StoreVerb verb) {
        requireAnyRole();
        ContainerScope scope = grants.containers(verb);
        if (scope.isEmpty()) {
            throw PermissionDenied.missing(this, List.of(verb.permission().everywhere()));
        }
        return scope;
    }

    /**
     * The collections for which the caller holds a permission; may be none.
     *
     * @param permission one that can be limited to a collection
     */
    public CollectionScope collections(Permission permission) {
        return grants.collections(permission);
    }
}
