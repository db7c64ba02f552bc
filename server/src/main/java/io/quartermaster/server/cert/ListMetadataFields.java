package io.quartermaster.server.cert;

import static io.quartermaster.server.security.Permission.METADATA_TYPES_READ;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.http.Page;
import io.quartermaster.server.http.Paging;
import io.quartermaster.server.query.FieldSet;
import io.quartermaster.server.query.QueryAnalyzer;
import io.quartermaster.server.query.QueryContext;
import io.quartermaster.server.query.SqlCondition;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Map;

/** Lists metadata fields. Safe for many threads. */
@Singleton
public class ListMetadataFields {
    private static final FieldSet FIELDS = FieldSet.of("metadata fields", "f.id")
            .integer("f.id", "Id")
            .text("f.name", "Name")
            .text("f.description", "Description")
            .enumeration(
                    "f.data_type",
                    Map.of(
                            1, "String",
                            2, "Integer",
                            3, "Date",
                            4, "Boolean",
                            5, "MultipleChoice",
                            6, "BigText",
                            7, "Email"),
                    "DataType")
            .enumeration("f.enrollment", Map.of(0, "Optional", 1, "Required", 2, "Hidden"), "Enrollment")
            .integer("f.display_order", "DisplayOrder")
            .build();

    private static final String DEFAULT_SORT = "DisplayOrder";

    private final Database database;
    private final MetadataRepository metadata;
    private final InstantSource clock;

    public ListMetadataFields(Database database, MetadataRepository metadata, InstantSource clock) {
        this.database = database;
        this.metadata = metadata;
        this.clock = clock;
    }

    /** @throws io.quartermaster.server.error.CommandException QUERY, SORT_FIELD */
    Page<MetadataField> run(Caller caller, Paging paging) {
        caller.require(METADATA_TYPES_READ);
        SqlCondition condition =
                QueryAnalyzer.listCondition(paging.query(), FIELDS, new QueryContext(clock.instant(), caller.name()));
        String orderBy =
                FIELDS.orderBy(paging.sortField() == null ? DEFAULT_SORT : paging.sortField(), paging.descending());
        return database.read(tx -> new Page<>(
                metadata.page(tx, condition, orderBy, paging.limit(), paging.offset()), metadata.count(tx, condition)));
    }
}
