package io.quartermaster.server.db;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * Connections that break before the n-th thing they send: a statement, or the commit. The database then rolls back, as it
 * does when a server was killed. One thread only.
 */
public final class FaultyConnections implements DataSource {
    private static final int NEVER = Integer.MAX_VALUE;

    private final DataSource real;
    private int left = NEVER;
    private boolean broken;

    public FaultyConnections(DataSource real) {
        this.real = real;
    }

    /** @param count how many go through before the connection breaks, and every other one until {@link #heal} */
    public void breakAfter(int count) {
        left = count;
        broken = false;
    }

    public void heal() {
        left = NEVER;
    }

    /** Whether a connection broke since the last {@link #breakAfter}. */
    public boolean broken() {
        return broken;
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = real.getConnection();
        return proxy(
                Connection.class,
                connection,
                (method, result) -> {
                    if (result instanceof Statement statement) {
                        return proxy(statementType(method), statement, (ignored, rows) -> rows, connection);
                    }
                    return result;
                },
                connection);
    }

    private static Class<? extends Statement> statementType(Method method) {
        return method.getReturnType().asSubclass(Statement.class);
    }

    private interface Afterwards {
        Object then(Method method, Object result);
    }

    private <T> T proxy(Class<? extends T> type, T target, Afterwards afterwards, Connection connection) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    if (method.getName().startsWith("execute")
                            || method.getName().equals("commit")) {
                        countDown(connection);
                    }
                    try {
                        return afterwards.then(method, method.invoke(target, arguments));
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    private void countDown(Connection connection) throws SQLException {
        if (left == 0) {
            broken = true;
            if (!connection.getAutoCommit()) {
                connection.rollback();
            }
            throw new SQLException("The connection broke, as the test wanted");
        }
        left--;
    }

    @Override
    public Connection getConnection(String otherUser, String otherPassword) {
        throw new UnsupportedOperationException();
    }

    @Override
    public PrintWriter getLogWriter() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setLogWriter(PrintWriter out) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setLoginTimeout(int seconds) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() {
        throw new UnsupportedOperationException();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLException("nothing inside");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
