package io.quartermaster.server.security;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who may sign in, and what their roles allow: the checked content of the access file.
 *
 * <p>Immutable; safe for many threads.
 */
public final class Access {
    /** The role that the first start makes; it may do everything. */
    public static final String ADMINISTRATOR = "Administrator";

    /** @param permissions as written, without repetitions */
    public record Role(String name, List<PermissionString> permissions) {
        public Role {
            AccountName.check(name);
            permissions = List.copyOf(new LinkedHashSet<>(permissions));
        }

        static Role administrator() {
            return new Role(ADMINISTRATOR, List.of(Permission.ALL.everywhere()));
        }
    }

    /** @param roles names of roles, as written */
    public record User(String name, PasswordHash password, List<String> roles) {
        public User {
            AccountName.check(name);
            roles = List.copyOf(new LinkedHashSet<>(roles));
        }
    }

    public record Agent(String name, PasswordHash password) {
        public Agent {
            AccountName.check(name);
        }
    }

    private final Map<String, Role> roles = new LinkedHashMap<>();
    private final Map<String, User> users = new LinkedHashMap<>();
    private final Map<String, Caller> callers = new LinkedHashMap<>();
    private final Map<String, Agent> agents = new LinkedHashMap<>();

    /** @throws IllegalArgumentException with a sentence that names the entry: a name used twice or an unknown role */
    Access(Collection<Role> roles, Collection<User> users, Collection<Agent> agents) {
        for (Role role : roles) {
            if (this.roles.put(AccountName.key(role.name()), role) != null) {
                throw new IllegalArgumentException("Two roles are named '" + role.name() + "'.");
            }
        }
        Set<String> accounts = new LinkedHashSet<>();
        for (User user : users) {
            requireNew(accounts, user.name());
            this.users.put(AccountName.key(user.name()), user);
            callers.put(AccountName.key(user.name()), callerFor(user));
        }
        for (Agent agent : agents) {
            requireNew(accounts, agent.name());
            this.agents.put(AccountName.key(agent.name()), agent);
        }
    }

    /** Nobody yet, and the role for the first one. */
    static Access empty() {
        return new Access(List.of(Role.administrator()), List.of(), List.of());
    }

    // Also across the two kinds: one name that means a person here and an agent there would be read wrong in every log.
    private static void requireNew(Set<String> accounts, String name) {
        if (!accounts.add(AccountName.key(name))) {
            throw new IllegalArgumentException("Two accounts are named '" + name + "'.");
        }
    }

    private Caller callerFor(User user) {
        List<PermissionString> granted = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (String roleName : user.roles()) {
            Role role = roles.get(AccountName.key(roleName));
            if (role == null) {
                throw new IllegalArgumentException("User '" + user.name() + "' has the role '" + roleName
                        + "', which is not one of: " + roleNames() + ".");
            }
            names.add(role.name());
            granted.addAll(role.permissions());
        }
        return new Caller(user.name(), names, Grants.of(granted));
    }

    private String roleNames() {
        return roles.values().stream().map(Role::name).collect(joining(", "));
    }

    public List<Role> roles() {
        return List.copyOf(roles.values());
    }

    public List<User> users() {
        return List.copyOf(users.values());
    }

    public List<Agent> agents() {
        return List.copyOf(agents.values());
    }

    /** @param name in any case */
    public Optional<User> user(String name) {
        return Optional.ofNullable(users.get(AccountName.key(name)));
    }

    /** @param name in any case */
    public Optional<Agent> agent(String name) {
        return Optional.ofNullable(agents.get(AccountName.key(name)));
    }

    /** What the roles of one of {@link #users} allow together. */
    public Caller caller(User user) {
        Caller caller = callers.get(AccountName.key(user.name()));
        if (caller == null) {
            throw new IllegalArgumentException("not a user of this file: " + user.name());
        }
        return caller;
    }

    /** With this user added, or put in the place of the one with the same name. */
    Access with(User user) {
        List<User> changed = new ArrayList<>(without(users(), user));
        changed.add(user);
        return new Access(roles(), changed, agents());
    }

    private static List<User> without(List<User> users, User user) {
        return users.stream()
                .filter(other -> !AccountName.key(other.name()).equals(AccountName.key(user.name())))
                .toList();
    }

    Access without(User user) {
        return new Access(roles(), without(users(), user), agents());
    }

    Access with(Agent agent) {
        List<Agent> changed = new ArrayList<>(without(agent).agents());
        changed.add(agent);
        return new Access(roles(), users(), changed);
    }

    Access without(Agent agent) {
        List<Agent> others = agents().stream()
                .filter(other -> !AccountName.key(other.name()).equals(AccountName.key(agent.name())))
                .toList();
        return new Access(roles(), users(), others);
    }

    /** With the role {@link #ADMINISTRATOR}, which stays as it is where there is one. */
    Access withAdministratorRole() {
        if (roles.containsKey(AccountName.key(ADMINISTRATOR))) {
            return this;
        }
        List<Role> more = new ArrayList<>(roles());
        more.add(Role.administrator());
        return new Access(more, users(), agents());
    }
}
