package io.quartermaster.server.ca;

import static io.quartermaster.server.security.Permission.CERTIFICATE_TEMPLATES_READ;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.http.Page;
import io.quartermaster.server.http.Paging;
import io.quartermaster.server.query.QueryAnalyzer;
import io.quartermaster.server.query.QueryContext;
import io.quartermaster.server.query.SqlCondition;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** Finds templates. Safe for many threads. */
@Singleton
public class ListTemplates {
    private static final String DEFAULT_SORT = "CommonName";

    private final Database database;
    private final TemplateRepository templates;
    private final InstantSource clock;

    ListTemplates(Database database, TemplateRepository templates, InstantSource clock) {
        this.database = database;
        this.templates = templates;
        this.clock = clock;
    }

    /** By the name that requests have for them, unless asked otherwise. */
    Page<TemplateInForce> run(Caller caller, Paging paging) {
        caller.require(CERTIFICATE_TEMPLATES_READ);
        SqlCondition condition = QueryAnalyzer.listCondition(
                paging.query(), TemplateRepository.FIELDS, new QueryContext(clock.instant(), caller.name()));
        String orderBy = TemplateRepository.FIELDS.orderBy(
                paging.sortField() == null ? DEFAULT_SORT : paging.sortField(), paging.descending());
        return database.read(tx -> {
            TemplateSettings settings = templates.settings(tx);
            return new Page<>(
                            templates.page(tx, condition, orderBy, paging.offset(), paging.limit()),
                            templates.count(tx, condition))
                    .map(template -> new TemplateInForce(template, settings));
        });
    }
}
