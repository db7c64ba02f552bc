package io.quartermaster.server.operation;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * Connections that break before the n-th thing they send: a statement, or the commit. The database then sees what it would
 * see of a server that was killed. One thread only.
 */
final class FaultyConnections implements DataSource {
    private final String url;
    private final String user;
    private final String password;
    private int left = Integer.MAX_VALUE;

    FaultyConnections(String url, String user, String password) {
        this.url = url;
        this.user = user;
        this.password = password;
    }

    /** @param count how many go through before the connection breaks */
    void breakAfter(int count) {
        left = count;
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection real = DriverManager.getConnection(url, user, password);
        return proxy(
                Connection.class,
                real,
                (method, result) -> {
                    if (result instanceof Statement statement) {
                        return proxy(statementType(method), statement, (ignored, rows) -> rows, real);
                    }
                    return result;
                },
                real);
    }

    private static Class<? extends Statement> statementType(Method method) {
        return method.getReturnType().asSubclass(Statement.class);
    }

    private interface Afterwards {
        Object then(Method method, Object result);
    }

    private <T> T proxy(Class<? extends T> type, T target, Afterwards afterwards, Connection real) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    if (method.getName().startsWith("execute")
                            || method.getName().equals("commit")) {
                        countDown(real);
                    }
                    try {
                        return afterwards.then(method, method.invoke(target, arguments));
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    private void countDown(Connection real) throws SQLException {
        if (left == 0) {
            real.abort(Runnable::run);
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
