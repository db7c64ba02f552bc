package io.quartermaster.server.start;

import io.quartermaster.server.db.embedded.DatabasePassword;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that name a PostgreSQL of the operator's, and the check that it is fit. */
final class ExternalDatabase {
    /** Of PostgreSQL; the statements of the server use nothing newer. */
    static final int MAJOR_MIN = 15;

    private static final String CONNECT_SECONDS_MAX = "10";
    private static final String PREFIX = "jdbc:postgresql://";
    private static final Pattern PARAMETERS = Pattern.compile("\\?.*", Pattern.DOTALL);
    private static final Pattern SIGN_IN = Pattern.compile("//.*@", Pattern.DOTALL);
    private static final Pattern SIGN_IN_PARAMETER =
            Pattern.compile("[?&](user|password|sslpassword)=", Pattern.CASE_INSENSITIVE);

    @Option(
            names = "--db",
            paramLabel = "URL",
            defaultValue = "${env:QM_DB_URL}",
            description = "use this PostgreSQL (15 or newer) instead of the embedded one:"
                    + " jdbc:postgresql://host:5432/database (QM_DB_URL)")
    private @Nullable String url;

    @Option(
            names = "--db-user",
            paramLabel = "NAME",
            defaultValue = "${env:QM_DB_USER:-quartermaster}",
            description = "its user (QM_DB_USER; default: quartermaster). The password comes from QM_DB_PASSWORD,"
                    + " or from the file that QM_DB_PASSWORD_FILE names")
    private String user = "quartermaster";

    boolean isWanted() {
        return url != null && !url.isBlank();
    }

    /**
     * The database that the options name, after a look at it.
     *
     * @throws StartException if it cannot be reached, refuses the user, or is too old or set up unfit
     */
    DatabaseConnection checked() {
        String wanted = String.valueOf(url);
        if (!wanted.startsWith(PREFIX)) {
            throw new StartException("--db is '" + shown(wanted) + "'; expected " + PREFIX + "host:port/database.");
        }
        if (SIGN_IN.matcher(wanted).find() || SIGN_IN_PARAMETER.matcher(wanted).find()) {
            throw new StartException(
                    "--db must not hold a user or a password, since options can be read by every user of"
                            + " the machine; use --db-user, and QM_DB_PASSWORD or QM_DB_PASSWORD_FILE.");
        }
        DatabaseConnection connection = new DatabaseConnection(wanted, user, password());
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", connection.password().value());
        properties.setProperty("loginTimeout", CONNECT_SECONDS_MAX);
        properties.setProperty("connectTimeout", CONNECT_SECONDS_MAX);
        try (Connection open = DriverManager.getConnection(wanted, properties)) {
            check(open, wanted);
        } catch (SQLException e) {
            throw new StartException(
                    "The database " + shown(wanted) + " cannot be used as user " + user + ": "
                            + StartFailure.firstLine(e),
                    e);
        }
        return connection;
    }

    private static void check(Connection open, String url) throws SQLException {
        int major = open.getMetaData().getDatabaseMajorVersion();
        if (major < MAJOR_MIN) {
            throw new StartException("The database " + shown(url) + " is PostgreSQL " + major + "; " + MAJOR_MIN
                    + " is the oldest that works.");
        }
        require(open, url, "server_encoding", "UTF8", "make the database with ENCODING 'UTF8'");
        require(
                open,
                url,
                "default_transaction_isolation",
                "read committed",
                "ALTER DATABASE ... SET default_transaction_isolation = 'read committed'");
        require(open, url, "transaction_read_only", "off", "name the primary, not a replica");
    }

    private static void require(Connection open, String url, String setting, String value, String advice)
            throws SQLException {
        try (Statement statement = open.createStatement();
                ResultSet result = statement.executeQuery("SHOW " + setting)) {
            result.next();
            if (!value.equals(result.getString(1))) {
                throw new StartException("The database " + shown(url) + " has " + setting + " = " + result.getString(1)
                        + ", and the server needs " + value + ": " + advice + ".");
            }
        }
    }

    private static DatabasePassword password() {
        String file = System.getenv("QM_DB_PASSWORD_FILE");
        if (file == null || file.isBlank()) {
            return new DatabasePassword(System.getenv().getOrDefault("QM_DB_PASSWORD", ""));
        }
        try {
            return new DatabasePassword(Files.readString(Path.of(file)).strip());
        } catch (IOException e) {
            throw new StartException("The file that QM_DB_PASSWORD_FILE names cannot be read (" + e + ").", e);
        }
    }

    /** Without parameters, and without what stands before the host: either may hold a password. */
    private static String shown(String url) {
        return SIGN_IN.matcher(PARAMETERS.matcher(url).replaceFirst("")).replaceFirst("//");
    }
}
