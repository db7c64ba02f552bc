package io.quartermaster.server.db.embedded;

import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * Where and how the embedded PostgreSQL runs.
 *
 * @param folder holds everything of it: the cluster, its logs, the passwords. Made when missing. Started by root, it is
 *     given to the account that PostgreSQL runs as
 * @param binariesFolder where the programs are unpacked to; shared by all servers of the machine. That account must be
 *     able to reach it
 * @param port on 127.0.0.1; empty for a free one, another at each start
 * @param durability {@link Durability#SAFE} for all real data
 */
public record EmbeddedPostgresSettings(Path folder, Path binariesFolder, OptionalInt port, Durability durability) {

    /** Safe, on a free port, with the programs in {@link PostgresBinaries#defaultFolder()}. */
    public static EmbeddedPostgresSettings in(Path folder) {
        return new EmbeddedPostgresSettings(
                folder, PostgresBinaries.defaultFolder(), OptionalInt.empty(), Durability.SAFE);
    }

    public EmbeddedPostgresSettings withPort(int fixed) {
        return new EmbeddedPostgresSettings(folder, binariesFolder, OptionalInt.of(fixed), durability);
    }

    public EmbeddedPostgresSettings withDurability(Durability other) {
        return new EmbeddedPostgresSettings(folder, binariesFolder, port, other);
    }
}
