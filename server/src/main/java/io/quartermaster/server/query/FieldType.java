package io.quartermaster.server.query;

import static io.quartermaster.server.query.Operator.CONTAINS;
import static io.quartermaster.server.query.Operator.ENDSWITH;
import static io.quartermaster.server.query.Operator.EQ;
import static io.quartermaster.server.query.Operator.GE;
import static io.quartermaster.server.query.Operator.GT;
import static io.quartermaster.server.query.Operator.LE;
import static io.quartermaster.server.query.Operator.LT;
import static io.quartermaster.server.query.Operator.NE;
import static io.quartermaster.server.query.Operator.NOTCONTAINS;
import static io.quartermaster.server.query.Operator.STARTSWITH;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * What the values of a field are, and with that its operators. Every field can be compared with NULL by {@code -eq} and
 * {@code -ne}; {@code -ne} and {@code -notcontains} a value are true for rows that have none.
 */
public enum FieldType {
    /** Compared without regard to case. A text that may be missing, such as a schedule, is one too. */
    TEXT("text"),

    /** A text that names an account; {@code %ME%} and {@code %ME-AN%} stand for the caller's. */
    USER("user"),

    /** A moment. {@code %TODAY%}, {@code %TODAY-7%} and {@code %TODAY+30%} stand for days. */
    DATE("date"),

    /** A whole number that fits PostgreSQL's bigint. */
    INTEGER("number"),

    /** {@code true} or {@code false}. */
    BOOLEAN("yes-or-no"),

    /** One of a list of numbers, each of which may have a name that is as good in a query. */
    ENUM("listed number"),

    /** An id of 32 hexadecimal digits with dashes, in any case. */
    GUID("GUID"),

    /** Several texts; true where one of them fits, and for {@code -ne} and {@code -notcontains} where none does. */
    TEXT_SET("set of texts"),

    /**
     * A job type. {@code -eq} is true for the full name ({@code WinCertInventory}) and for the generic kind ({@code
     * Inventory}), {@code -ne} is its negation; the other operators look at the full name.
     */
    JOB_TYPE("job type"),

    /**
     * Something that has a number and a name that are not known beforehand, such as a store type. A number is compared
     * with the number, any other value with the name, without regard to case; {@code -contains} and its like always look
     * at the name, {@code -lt} and its like at the number.
     */
    NUMBERED_NAME("number or name");

    private static final Set<Operator> EQUALITY = Collections.unmodifiableSet(EnumSet.of(EQ, NE));
    private static final Set<Operator> ORDER = Collections.unmodifiableSet(EnumSet.of(EQ, NE, LT, LE, GT, GE));
    private static final Set<Operator> SEARCH =
            Collections.unmodifiableSet(EnumSet.of(EQ, NE, CONTAINS, NOTCONTAINS, STARTSWITH, ENDSWITH));
    private static final Set<Operator> ALL = Collections.unmodifiableSet(EnumSet.allOf(Operator.class));

    private final String title;

    FieldType(String title) {
        this.title = title;
    }

    /** For messages. */
    String title() {
        return title;
    }

    Set<Operator> operators() {
        return switch (this) {
            case TEXT, USER, TEXT_SET, JOB_TYPE -> SEARCH;
            case DATE, INTEGER, ENUM -> ORDER;
            case BOOLEAN, GUID -> EQUALITY;
            case NUMBERED_NAME -> ALL;
        };
    }
}
