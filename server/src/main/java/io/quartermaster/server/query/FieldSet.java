package io.quartermaster.server.query;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The fields one search has: their names, types, and what they are in SQL. Also what its lists can be sorted by. Safe
 * for many threads.
 *
 * <pre>{@code
 * static final FieldSet SCHEDULED = FieldSet.of("scheduled jobs", "job.id")
 *         .guid("job.id", "Id", "JobId")
 *         .text("agent.client_machine", "Agent", "AgentMachine", "ClientMachine")
 *         .jobType("job.job_type", "CASE job.kind WHEN 'INVENTORY' THEN 'Inventory' ... END", "JobType")
 *         .date("job.requested_at", "Requested")
 *         .sortedBy("job.schedule", "Schedule")
 *         .build();
 * }</pre>
 *
 * <p>Expressions come from code, never from a request. The first name of a field is the one messages show, the others
 * are as good in a query; names are read in any case.
 */
public final class FieldSet {
    /** Words longer than this are not compared with the known names. */
    private static final int GUESS_LENGTH_MAX = 64;

    private final String title;
    private final String uniqueSql;
    private final Map<String, Field> fields;
    private final Map<String, String> sortSql;

    private FieldSet(Builder builder) {
        this.title = builder.title;
        this.uniqueSql = builder.uniqueSql;
        this.fields = new LinkedHashMap<>(builder.fields);
        this.sortSql = new LinkedHashMap<>(builder.sortSql);
    }

    /**
     * @param title plural, for messages: "scheduled jobs"
     * @param uniqueSql orders rows that are otherwise equal, so that pages neither repeat nor leave out a row
     */
    public static Builder of(String title, String uniqueSql) {
        return new Builder(title, uniqueSql);
    }

    /**
     * What stands behind {@code ORDER BY}. Text sorts without regard to case; rows without a value stand last in
     * ascending order and first in descending order, as in PostgreSQL's indexes.
     *
     * @param sortField in any case
     * @throws CommandException SORT_FIELD for a field the list cannot be sorted by
     */
    public String orderBy(String sortField, boolean descending) {
        String sql = sortSql.get(folded(sortField.strip()));
        if (sql == null) {
            throw new CommandException(ErrorKind.SORT_FIELD, "Invalid sort field: " + sortField + ".");
        }
        String order = sql + (descending ? " DESC" : " ASC");
        return sql.equals(uniqueSql) ? order : order + ", " + uniqueSql + " ASC";
    }

    String title() {
        return title;
    }

    Optional<Field> find(String name) {
        return Optional.ofNullable(fields.get(folded(name)));
    }

    /** The names that messages show, in the order in which the fields were given. */
    List<String> names() {
        return fields.values().stream().map(Field::name).distinct().toList();
    }

    /** The known name that differs from the unknown one in few letters, if there is one. */
    Optional<String> nearest(String unknown) {
        if (unknown.length() > GUESS_LENGTH_MAX) {
            return Optional.empty();
        }
        String word = folded(unknown);
        int distanceMax = 1 + word.length() / 4;
        @Nullable String nearest = null;
        for (Map.Entry<String, Field> known : fields.entrySet()) {
            int distance = distance(word, known.getKey());
            if (distance <= distanceMax) {
                distanceMax = distance - 1;
                nearest = known.getValue().name();
            }
        }
        return Optional.ofNullable(nearest);
    }

    /** Letters to add, drop or change, by the table of all beginnings of both words (Levenshtein). */
    private static int distance(String a, String b) {
        int[] above = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int changed = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(changed, 1 + Math.min(above[j], row[j - 1]));
            }
            above = row;
        }
        return above[b.length()];
    }

    private static String folded(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** Gathers fields; each method takes what the field is in SQL and then its names. */
    public static final class Builder {
        private final String title;
        private final String uniqueSql;
        private final Map<String, Field> fields = new LinkedHashMap<>();
        private final Map<String, String> sortSql = new LinkedHashMap<>();
        private @Nullable FieldOwner owner;
        private @Nullable FieldRows rows;

        private Builder(String title, String uniqueSql) {
            this.title = title;
            this.uniqueSql = uniqueSql;
        }

        public Builder text(String sql, String name, String... aliases) {
            return add(FieldType.TEXT, sql, null, name, aliases);
        }

        public Builder user(String sql, String name, String... aliases) {
            return add(FieldType.USER, sql, null, name, aliases);
        }

        /** @param sql a {@code timestamptz} */
        public Builder date(String sql, String name, String... aliases) {
            return add(FieldType.DATE, sql, null, name, aliases);
        }

        public Builder integer(String sql, String name, String... aliases) {
            return add(FieldType.INTEGER, sql, null, name, aliases);
        }

        public Builder bool(String sql, String name, String... aliases) {
            return add(FieldType.BOOLEAN, sql, null, name, aliases);
        }

        /** @param sql a {@code uuid} */
        public Builder guid(String sql, String name, String... aliases) {
            return add(FieldType.GUID, sql, null, name, aliases);
        }

        /** @param sql a {@code text[]} */
        public Builder textSet(String sql, String name, String... aliases) {
            return add(FieldType.TEXT_SET, sql, null, name, aliases);
        }

        /** @param genericSql the generic kind, or null in SQL where the job has none beside its full name */
        public Builder jobType(String fullSql, String genericSql, String name, String... aliases) {
            return add(FieldType.JOB_TYPE, fullSql, genericSql, name, aliases);
        }

        public Builder numberedName(String numberSql, String nameSql, String name, String... aliases) {
            return add(FieldType.NUMBERED_NAME, numberSql, nameSql, name, aliases);
        }

        /**
         * @param sql a number
         * @param numbers every number that {@code -eq} and {@code -ne} may ask for, with its name; "" for one that has
         *     none. Two numbers cannot have the same name
         */
        public Builder enumeration(String sql, Map<Integer, String> numbers, String name, String... aliases) {
            Map<String, Integer> names = new LinkedHashMap<>();
            numbers.forEach((number, title) -> {
                if (!title.isEmpty() && names.put(folded(title), number) != null) {
                    throw new IllegalArgumentException(name + ": the name " + title + " stands for two numbers");
                }
            });
            return add(new Field(name, FieldType.ENUM, owner, rows, sql, null, names, new TreeMap<>(numbers)), aliases);
        }

        /** The fields that follow are columns of that table. */
        public Builder of(FieldOwner owner) {
            this.owner = owner;
            this.rows = null;
            return this;
        }

        /** The fields that follow are columns of rows of which the row has none, one or several. Lists are not sorted by them. */
        public Builder of(FieldRows rows) {
            this.rows = rows;
            this.owner = null;
            return this;
        }

        /** The fields that follow are of the rows themselves again. */
        public Builder ofRow() {
            this.owner = null;
            this.rows = null;
            return this;
        }

        /** Whether a field of that name is there, in any case. */
        public boolean has(String name) {
            return fields.containsKey(folded(name));
        }

        /** Something that is shown and can be sorted by, but is no field of queries. */
        public Builder sortedBy(String sql, String name) {
            if (sortSql.putIfAbsent(folded(name), sql) != null) {
                throw new IllegalArgumentException(name + " can be sorted by already");
            }
            return this;
        }

        public FieldSet build() {
            return new FieldSet(this);
        }

        private Builder add(FieldType type, String sql, @Nullable String secondSql, String name, String... aliases) {
            return add(new Field(name, type, owner, rows, sql, secondSql, Map.of(), Map.of()), aliases);
        }

        private Builder add(Field field, String... aliases) {
            List<String> names = new ArrayList<>(List.of(aliases));
            names.addFirst(field.name());
            for (String name : names) {
                if (fields.putIfAbsent(folded(name), field) != null) {
                    throw new IllegalArgumentException(name + " is the name of two fields");
                }
                if (field.type() != FieldType.TEXT_SET && field.rows() == null) {
                    sortedBy(field.sortSql(), name);
                }
            }
            return this;
        }
    }
}
