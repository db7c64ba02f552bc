package io.quartermaster.server.live;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in the order of events: the event it names is the last one that was passed.
 *
 * @param database identifies the PostgreSQL that counts the transactions; restored into another one, they begin anew
 * @param transaction that wrote the event; 0 before the first
 * @param id of the event; 0 before the first
 */
record EventCursor(long database, long transaction, long id) implements Comparable<EventCursor> {
    private static final Pattern FORM =
            Pattern.compile("(?<database>[0-9a-f]{1,16})-(?<transaction>[0-9]{1,18})-(?<id>[0-9]{1,18})");
    private static final int HEXADECIMAL = 16;

    /** @throws CommandException MALFORMED */
    static EventCursor parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new CommandException(
                    ErrorKind.MALFORMED, "Last-Event-ID (or After) must be the id of an event of this stream.");
        }
        return new EventCursor(
                Long.parseUnsignedLong(form.group("database"), HEXADECIMAL),
                Long.parseLong(form.group("transaction")),
                Long.parseLong(form.group("id")));
    }

    /** As clients keep it. */
    String text() {
        return Long.toHexString(database) + "-" + transaction + "-" + id;
    }

    /** The place of another event in the same database. */
    EventCursor at(long otherTransaction, long otherId) {
        return new EventCursor(database, otherTransaction, otherId);
    }

    @Override
    public int compareTo(EventCursor other) {
        int byTransaction = Long.compare(transaction, other.transaction);
        return byTransaction == 0 ? Long.compare(id, other.id) : byTransaction;
    }
}
