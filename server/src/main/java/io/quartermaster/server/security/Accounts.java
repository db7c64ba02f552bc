package io.quartermaster.server.security;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The accounts as the file has them now. A changed file counts within {@link #LOOK_AGAIN_AFTER}; a file that became
 * wrong or vanished does not count at all, and the log says so once.
 *
 * <p>Safe for many threads.
 */
public final class Accounts {
    public static final Duration LOOK_AGAIN_AFTER = Duration.ofSeconds(1);

    private static final Logger LOG = Logger.getLogger(Accounts.class);

    /** Says whether the file is another one than before; a replaced file has another file key. */
    private record Stamp(@Nullable Object fileKey, long size, Instant modified) {}

    private final AccessFile file;
    private final InstantSource clock;

    private volatile Access access;
    private volatile Instant lookAgain;
    private @Nullable Stamp stamp;

    /** @throws AccessFileException when there is no file, or it is wrong: the server must not start then */
    public Accounts(AccessFile file, InstantSource clock) {
        this.file = file;
        this.clock = clock;
        this.stamp = stampOfFile();
        this.access = file.read().orElseThrow(() -> new AccessFileException("There is no " + file.path() + "."));
        this.lookAgain = clock.instant().plus(LOOK_AGAIN_AFTER);
    }

    public Access current() {
        if (!clock.instant().isBefore(lookAgain)) {
            look();
        }
        return access;
    }

    private synchronized void look() {
        Instant now = clock.instant();
        if (now.isBefore(lookAgain)) {
            return;
        }
        lookAgain = now.plus(LOOK_AGAIN_AFTER);
        // The stamp is taken before the content is read: a change in between is seen the next time.
        Stamp seen = stampOfFile();
        if (Objects.equals(seen, stamp)) {
            return;
        }
        stamp = seen;
        try {
            access =
                    file.read().orElseThrow(() -> new AccessFileException("There is no " + file.path() + " any more."));
            LOG.infof(
                    "Read %s again: %d users, %d agent accounts, %d roles",
                    file.path(),
                    access.users().size(),
                    access.agents().size(),
                    access.roles().size());
        } catch (AccessFileException e) {
            LOG.errorf("The accounts stay as they were before the last change of the file: %s", e.getMessage());
        }
    }

    private @Nullable Stamp stampOfFile() {
        try {
            var attributes = Files.readAttributes(file.path(), BasicFileAttributes.class);
            return new Stamp(
                    attributes.fileKey(),
                    attributes.size(),
                    attributes.lastModifiedTime().toInstant());
        } catch (IOException e) {
            return null;
        }
    }
}
