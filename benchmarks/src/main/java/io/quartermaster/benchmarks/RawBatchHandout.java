package io.quartermaster.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import javax.sql.DataSource;

/** {@link RawHandout} for many jobs at once: what is left when nothing is paid twice. */
final class RawBatchHandout implements Handout {
    private static final String CLAIM = RawHandout.claim("""
            SELECT j.agent_id, j.id, j.store_id, asked.token
              FROM unnest(CAST(? AS uuid[]), CAST(? AS uuid[]), CAST(? AS uuid[])) AS asked (token, agent_id, job_id)
              JOIN scheduled_job j ON j.agent_id = asked.agent_id AND j.id = asked.job_id
             WHERE j.state = 'SCHEDULED' AND j.next_run <= now()
               FOR UPDATE OF j
            """);

    private static final String COMPLETE =
            RawHandout.complete("SELECT * FROM unnest(CAST(? AS uuid[]), CAST(? AS uuid[]), CAST(? AS bigint[]))");

    private final DataSource dataSource;

    RawBatchHandout(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    @Override
    public void run(List<Errand> errands) throws SQLException {
        List<Begun> begun = claim(errands);
        if (begun.size() != errands.size()) {
            throw new IllegalStateException(begun.size() + " of " + errands.size() + " jobs were there");
        }
        complete(begun);
    }

    private List<Begun> claim(List<Errand> errands) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(CLAIM)) {
            bind(statement, 1, "uuid", errands, Errand::sessionToken);
            bind(statement, 2, "uuid", errands, Errand::agentId);
            bind(statement, 3, "uuid", errands, Errand::jobId);
            List<Begun> begun = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    begun.add(new Begun(row.getObject("agent_id"), row.getObject("job_id"), row.getLong("history_id")));
                }
            }
            return begun;
        }
    }

    private void complete(List<Begun> begun) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(COMPLETE)) {
            bind(statement, 1, "uuid", begun, Begun::agentId);
            bind(statement, 2, "uuid", begun, Begun::jobId);
            bind(statement, 3, "bigint", begun, Begun::historyId);
            statement.executeUpdate();
        }
    }

    private static <T> void bind(
            PreparedStatement statement, int position, String type, List<T> of, Function<T, Object> value)
            throws SQLException {
        statement.setArray(
                position,
                statement
                        .getConnection()
                        .createArrayOf(type, of.stream().map(value).toArray()));
    }

    private record Begun(Object agentId, Object jobId, long historyId) {}
}
