package io.quartermaster.server.db;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Iterator;
import java.util.UUID;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.statement.StatementContext;
import org.postgresql.util.PGobject;

/**
 * Ids as a {@code uuid[]}, for lists of very many: written at once, where the driver looks at each character for what it would
 * have to escape.
 */
public record IdArray(Collection<UUID> ids) implements Argument {
    private static final int CHARACTERS_OF_ONE = 37;

    @Override
    public void apply(int position, PreparedStatement statement, StatementContext context) throws SQLException {
        PGobject array = new PGobject();
        array.setType("_uuid");
        array.setValue(text());
        statement.setObject(position, array);
    }

    private String text() {
        StringBuilder text = new StringBuilder(2 + ids.size() * CHARACTERS_OF_ONE).append('{');
        Iterator<UUID> each = ids.iterator();
        while (each.hasNext()) {
            text.append(each.next());
            if (each.hasNext()) {
                text.append(',');
            }
        }
        return text.append('}').toString();
    }

    @Override
    public String toString() {
        return ids.size() + " ids";
    }
}
