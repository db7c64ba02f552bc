package io.quartermaster.server.security;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.quartermaster.server.error.JsonFault;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The access file as JSON. Reading is strict: a misspelled key would otherwise take a role away without a word. */
record AccessDocument(
        @JsonProperty("Roles") @Nullable List<@Nullable RoleEntry> roles,
        @JsonProperty("Users") @Nullable List<@Nullable UserEntry> users,
        @JsonProperty("Agents") @Nullable List<@Nullable AgentEntry> agents) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    record RoleEntry(
            @JsonProperty("Name") @Nullable String name,
            @JsonProperty("Permissions") @Nullable List<@Nullable String> permissions) {
        Access.Role checked() {
            return new Access.Role(
                    required("Name", name),
                    texts("Permissions", permissions).stream()
                            .map(PermissionString::parse)
                            .toList());
        }
    }

    record UserEntry(
            @JsonProperty("Name") @Nullable String name,
            @JsonProperty("Password") @Nullable String password,
            @JsonProperty("Roles") @Nullable List<@Nullable String> roles) {
        Access.User checked() {
            return new Access.User(
                    required("Name", name), PasswordHash.parse(required("Password", password)), texts("Roles", roles));
        }

        @Override
        public String toString() {
            return "UserEntry[" + name + "]";
        }
    }

    record AgentEntry(
            @JsonProperty("Name") @Nullable String name,
            @JsonProperty("Password") @Nullable String password) {
        Access.Agent checked() {
            return new Access.Agent(required("Name", name), PasswordHash.parse(required("Password", password)));
        }

        @Override
        public String toString() {
            return "AgentEntry[" + name + "]";
        }
    }

    /** @throws IllegalArgumentException with a sentence that names the position or the entry */
    static Access read(String json) {
        AccessDocument document;
        try {
            document = JSON.readValue(json, AccessDocument.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(JsonFault.describe(e), e);
        }
        if (document == null) {
            throw new IllegalArgumentException("It holds null instead of an object.");
        }
        return new Access(
                each("Roles", document.roles, RoleEntry::name, RoleEntry::checked),
                each("Users", document.users, UserEntry::name, UserEntry::checked),
                each("Agents", document.agents, AgentEntry::name, AgentEntry::checked));
    }

    static String write(Access access) {
        List<@Nullable RoleEntry> roles = new ArrayList<>();
        for (Access.Role role : access.roles()) {
            List<@Nullable String> permissions = new ArrayList<>();
            role.permissions().forEach(permission -> permissions.add(permission.text()));
            roles.add(new RoleEntry(role.name(), permissions));
        }
        List<@Nullable UserEntry> users = new ArrayList<>();
        for (Access.User user : access.users()) {
            users.add(
                    new UserEntry(user.name(), user.password().text(), new ArrayList<@Nullable String>(user.roles())));
        }
        List<@Nullable AgentEntry> agents = new ArrayList<>();
        for (Access.Agent agent : access.agents()) {
            agents.add(new AgentEntry(agent.name(), agent.password().text()));
        }
        AccessDocument document = new AccessDocument(roles, users, agents);
        try {
            return JSON.writeValueAsString(document) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the access file cannot be written as JSON", e);
        }
    }

    private static <E, T> List<T> each(
            String list,
            @Nullable List<@Nullable E> entries,
            Function<E, @Nullable String> name,
            Function<E, T> checked) {
        List<T> all = new ArrayList<>();
        for (E entry : required(list, entries)) {
            String where = list + "[" + all.size() + "]";
            if (entry == null) {
                throw new IllegalArgumentException(where + " is null.");
            }
            try {
                all.add(checked.apply(entry));
            } catch (IllegalArgumentException e) {
                String named = name.apply(entry) == null ? "" : " ('" + name.apply(entry) + "')";
                throw new IllegalArgumentException(where + named + ": " + e.getMessage(), e);
            }
        }
        return all;
    }

    private static List<String> texts(String key, @Nullable List<@Nullable String> values) {
        List<String> texts = new ArrayList<>();
        for (String value : required(key, values)) {
            texts.add(required(key + "[" + texts.size() + "]", value));
        }
        return texts;
    }

    private static <T> T required(String key, @Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException(key + " is missing.");
        }
        return value;
    }
}
