package io.quartermaster.server.db.embedded;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The account that PostgreSQL runs as. It refuses to run as root, so a server started by root hands it to
 * {@code quartermaster} if there is such an account, else to {@code nobody}; an ordinary user runs it himself.
 *
 * @param other the account to change to; empty to stay who we are
 */
record DatabaseAccount(Optional<Account> other) {
    private static final int ROOT = 0;
    private static final List<String> NAMES = List.of("quartermaster", "nobody");
    private static final List<Path> PROGRAM_FOLDERS =
            List.of(Path.of("/usr/bin"), Path.of("/bin"), Path.of("/usr/sbin"), Path.of("/sbin"));

    record Account(String name, int uid, int gid) {}

    static boolean runsAsRoot() {
        return new UnixSystem().getUid() == ROOT;
    }

    static DatabaseAccount choose() {
        if (!runsAsRoot()) {
            return new DatabaseAccount(Optional.empty());
        }
        for (String name : NAMES) {
            Optional<Integer> uid = id("-u", name);
            Optional<Integer> gid = id("-g", name);
            if (uid.isPresent() && gid.isPresent()) {
                return new DatabaseAccount(Optional.of(new Account(name, uid.get(), gid.get())));
            }
        }
        throw new EmbeddedPostgresException("PostgreSQL does not run as root, and there is no account named "
                + String.join(" or ", NAMES) + " to run it as; make one, or start the server as another user.");
    }

    private static Optional<Integer> id(String which, String name) {
        Command.Outcome outcome = Command.run(List.of("id", which, name));
        return outcome.succeeded()
                ? Optional.of(Integer.valueOf(outcome.output().strip()))
                : Optional.empty();
    }

    /** The command, run by this account. No process is put between, so its process id is that of the command. */
    List<String> command(List<String> command) {
        return other.map(account -> as(account, command)).orElse(command);
    }

    /** The same in a session of its own, so that Ctrl-C in a terminal reaches the server, and not the database too. */
    List<String> detached(List<String> command) {
        List<String> whole = new ArrayList<>();
        program("setsid").ifPresent(setsid -> whole.add(setsid.toString()));
        whole.addAll(command(command));
        return whole;
    }

    private static List<String> as(Account account, List<String> command) {
        List<String> whole = new ArrayList<>();
        Optional<Path> setpriv = program("setpriv");
        if (setpriv.isPresent()) {
            whole.add(setpriv.get().toString());
            whole.addAll(List.of("--reuid=" + account.uid(), "--regid=" + account.gid(), "--clear-groups"));
            whole.addAll(List.of("--inh-caps=-all", "--no-new-privs", "--"));
        } else {
            Path runuser = program("runuser")
                    .orElseThrow(() -> new EmbeddedPostgresException("PostgreSQL does not run as root, and neither"
                            + " setpriv nor runuser (package util-linux) is there to change the account."));
            whole.addAll(List.of(runuser.toString(), "-u", account.name(), "--"));
        }
        whole.addAll(command);
        return whole;
    }

    private static Optional<Path> program(String name) {
        return PROGRAM_FOLDERS.stream()
                .map(folder -> folder.resolve(name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Gives a file or folder to this account. */
    void own(Path path) throws IOException {
        if (other.isPresent()) {
            Files.setAttribute(path, "unix:uid", other.get().uid(), LinkOption.NOFOLLOW_LINKS);
            Files.setAttribute(path, "unix:gid", other.get().gid(), LinkOption.NOFOLLOW_LINKS);
        }
    }

    /** Lets this account, and no other, go through a folder that stays ours: it can make and replace nothing there. */
    void letThrough(Path folder) throws IOException {
        if (other.isPresent()) {
            Files.setAttribute(folder, "unix:uid", ROOT);
            Files.setAttribute(folder, "unix:gid", other.get().gid());
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x---"));
        }
    }

    /** The folder in which a process of this account works; empty if there is no such process, or it is another's. */
    Optional<Path> workingFolderOf(long pid) {
        // Only the account itself may look at this link (proc(5)); root in a container may not either.
        Command.Outcome outcome = Command.run(command(List.of("readlink", "/proc/" + pid + "/cwd")));
        return outcome.succeeded() ? Optional.of(Path.of(outcome.output().strip())) : Optional.empty();
    }

    /** Whether any process of this account works in the folder. */
    boolean worksIn(Path folder) {
        Command.Outcome outcome = Command.run(command(List.of("/bin/sh", "-c", "readlink /proc/[0-9]*/cwd")));
        return outcome.output().lines().anyMatch(folder.toString()::equals);
    }
}
