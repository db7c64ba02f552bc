package io.quartermaster.server.start;

import io.quarkus.runtime.QuarkusBindException;
import io.quartermaster.server.secret.EncryptionKeysException;
import io.quartermaster.server.security.AccessFileException;
import io.quartermaster.server.setting.UnusableSettingException;
import java.sql.SQLException;
import org.flywaydb.core.api.FlywayException;
import org.jboss.logging.Logger;

/** Says why the server did not start: in one sentence where the operator can do something about it. */
final class StartFailure {
    private static final Logger LOG = Logger.getLogger(StartFailure.class);

    private StartFailure() {}

    static String sentence(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof QuarkusBindException bind) {
                return ListenAddress.portUnusable(bind.getPort(), bind.getHost(), reason(bind));
            }
            if (cause instanceof StartException
                    || cause instanceof EncryptionKeysException
                    || cause instanceof AccessFileException
                    || cause instanceof UnusableSettingException
                    || cause instanceof FlywayException
                    || cause instanceof SQLException) {
                return "The server does not start: "
                        + (cause instanceof SQLException ? firstLine(cause) : cause.getMessage());
            }
        }
        // Nothing an operator knows of: whoever looks into it needs all of it.
        LOG.error("The server does not start.", failure);
        return "The server does not start: " + failure;
    }

    /** What PostgreSQL says; the lines below it are for its developers. */
    static String firstLine(Throwable failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    }

    private static String reason(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }
}
