package io.quartermaster.server.ca;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.quartermaster.server.query.FieldSet;
import io.quartermaster.server.query.SqlCondition;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** Templates and the settings of all of them. Every method works in the caller's transaction. Safe for many threads. */
@Singleton
public class TemplateRepository {
    /** The tenant that our templates belong to; there is no other. */
    static final String CONFIGURATION_TENANT = "Quartermaster";

    private static final Map<Integer, String> RETENTIONS =
            Map.of(0, "NONE", 1, "INDEFINITE", 2, "AFTER_EXPIRATION", 3, "FROM_ISSUANCE");

    static final FieldSet FIELDS = FieldSet.of("templates", "t.id")
            .integer("t.id", "Id")
            .text("t.common_name", "CommonName", "ShortName")
            .text("t.definition ->> 'TemplateName'", "TemplateName", "Name")
            .text(
                    "coalesce(nullif(t.definition ->> 'FriendlyName', ''), t.definition ->> 'TemplateName')",
                    "DisplayName",
                    "FriendlyName")
            .text("t.definition ->> 'Oid'", "Oid")
            .text("'" + CONFIGURATION_TENANT + "'", "ConfigurationTenant", "ForestRoot")
            .integer("CAST(t.definition ->> 'AllowedEnrollmentTypes' AS integer)", "AllowedEnrollmentTypes")
            .enumeration(
                    "CASE t.definition ->> 'KeyRetention' WHEN 'NONE' THEN 0 WHEN 'INDEFINITE' THEN 1"
                            + " WHEN 'AFTER_EXPIRATION' THEN 2 ELSE 3 END",
                    RETENTIONS,
                    "KeyRetention")
            .bool("CAST(t.definition ->> 'UseAllowedRequesters' AS boolean)", "UseAllowedRequesters")
            .build();

    private static final JsonMapper JSON = new JsonMapper();
    private static final String TEMPLATES = "SELECT t.id, t.common_name, t.definition FROM certificate_template t";

    /** One page of the templates that fit. */
    List<Template> page(Handle tx, SqlCondition condition, String orderBy, long offset, int limit) {
        return tx.createQuery(TEMPLATES + " WHERE " + condition.sql() + " ORDER BY " + orderBy
                        + " LIMIT :limit OFFSET :offset")
                .bindMap(condition.bindings())
                .bind("limit", limit)
                .bind("offset", offset)
                .map(TemplateRepository::template)
                .list();
    }

    /** All that fit. */
    long count(Handle tx, SqlCondition condition) {
        return tx.createQuery("SELECT count(*) FROM certificate_template t WHERE " + condition.sql())
                .bindMap(condition.bindings())
                .mapTo(Long.class)
                .one();
    }

    /** All templates, by the name requests have for them. */
    public List<Template> all(Handle tx) {
        return tx.createQuery(TEMPLATES + " ORDER BY lower(t.common_name)")
                .map(TemplateRepository::template)
                .list();
    }

    public Optional<Template> find(Handle tx, int id) {
        return tx.createQuery(TEMPLATES + " WHERE t.id = :id")
                .bind("id", id)
                .map(TemplateRepository::template)
                .findOne();
    }

    /** By its common name, or else by a name that only one has; in any case. */
    public Optional<Template> find(Handle tx, String name) {
        List<Template> named = tx.createQuery(TEMPLATES + """
                         WHERE lower(t.common_name) = lower(:name)
                            OR lower(t.definition ->> 'TemplateName') = lower(:name)
                            OR lower(t.definition ->> 'FriendlyName') = lower(:name)
                         ORDER BY lower(t.common_name) = lower(:name) DESC
                         LIMIT 2
                        """)
                .bind("name", name)
                .map(TemplateRepository::template)
                .list();
        boolean clear = named.size() == 1
                || (named.size() > 1 && named.getFirst().commonName().equalsIgnoreCase(name));
        return clear ? Optional.of(named.getFirst()) : Optional.empty();
    }

    /** A template; until the transaction ends, nobody else changes it. */
    Optional<Template> lock(Handle tx, int id) {
        return tx.createQuery(TEMPLATES + " WHERE t.id = :id FOR UPDATE")
                .bind("id", id)
                .map(TemplateRepository::template)
                .findOne();
    }

    void update(Handle tx, Template template) {
        tx.createUpdate("UPDATE certificate_template SET definition = CAST(:definition AS jsonb) WHERE id = :id")
                .bind("id", template.id())
                .bind("definition", json(template.definition()))
                .execute();
    }

    /** What holds for all templates. */
    public TemplateSettings settings(Handle tx) {
        return settings(tx, "");
    }

    /** The same; until the transaction ends, nobody else changes it. */
    TemplateSettings lockSettings(Handle tx) {
        return settings(tx, " FOR UPDATE");
    }

    private static TemplateSettings settings(Handle tx, String lock) {
        return tx.createQuery("SELECT settings FROM certificate_template_settings" + lock)
                .map((row, context) -> read(row.getString("settings"), TemplateSettings.class))
                .one();
    }

    void updateSettings(Handle tx, TemplateSettings settings) {
        tx.createUpdate("UPDATE certificate_template_settings SET settings = CAST(:settings AS jsonb)")
                .bind("settings", json(settings))
                .execute();
    }

    static Template template(ResultSet row, StatementContext context) throws SQLException {
        return new Template(
                row.getInt("id"),
                row.getString("common_name"),
                read(row.getString("definition"), TemplateDefinition.class));
    }

    private static <T> T read(String json, Class<T> type) {
        try {
            return JSON.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A column does not hold the JSON of a " + type.getSimpleName(), e);
        }
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A record of ours can be written as JSON", e);
        }
    }
}
