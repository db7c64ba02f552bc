package io.quartermaster.server.security;

import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Checks names and passwords. People and agents are looked for in their own lists only: the account of a person is
 * unknown to the agent protocol, and the other way round.
 *
 * <p>An unknown name takes as long as a wrong password. Failures are logged, not audited; anyone can cause them.
 *
 * <p>Safe for many threads.
 */
public final class SignIn {
    private static final Logger LOG = Logger.getLogger(SignIn.class);
    private static final int LOGGED_NAME_LENGTH_MAX = 100;

    private final Accounts accounts;
    private final PasswordHashing hashing;
    private final VerifiedPasswords verified;
    private final FailedSignIns failures;
    private final PasswordHash nobodys;

    /** @param random a cryptographic generator */
    public SignIn(Accounts accounts, PasswordHashing hashing, InstantSource clock, RandomGenerator random) {
        this.accounts = accounts;
        this.hashing = hashing;
        this.verified = new VerifiedPasswords(clock, random);
        this.failures = new FailedSignIns(clock);
        this.nobodys = hashing.hash(Password.random(random));
    }

    /**
     * @param address where the request comes from, for counting failures
     * @return empty for an unknown name or a wrong password
     * @throws TooManyFailures when this name has to wait at this address
     */
    public Optional<Caller> person(Credentials credentials, String address) {
        Access access = accounts.current();
        Optional<Access.User> user = access.user(credentials.name());
        PasswordHash hash = user.map(Access.User::password).orElse(null);
        return isRight(credentials, hash, address) ? user.map(access::caller) : Optional.empty();
    }

    /** As {@link #person}, for the agent protocol. */
    public Optional<AgentAccount> agent(Credentials credentials, String address) {
        Optional<Access.Agent> agent = accounts.current().agent(credentials.name());
        PasswordHash hash = agent.map(Access.Agent::password).orElse(null);
        return isRight(credentials, hash, address)
                ? agent.map(found -> new AgentAccount(found.name()))
                : Optional.empty();
    }

    /** The accounts and roles as they are now, for those who ask who may do what. */
    public Access access() {
        return accounts.current();
    }

    private boolean isRight(Credentials credentials, @Nullable PasswordHash hash, String address) {
        String name = credentials.name();
        Password password = credentials.password();
        // First of all, so that whoever is signed in stays so while somebody else tries passwords from the same
        // address.
        if (hash != null && verified.isKnown(name, password, hash)) {
            return true;
        }
        failures.pauseLeft(name, address).ifPresent(pause -> {
            throw new TooManyFailures(pause);
        });
        boolean right;
        if (hash == null) {
            hashing.matches(password, nobodys);
            right = false;
        } else {
            right = verified.verify(name, password, hash, () -> hashing.matches(password, hash));
        }
        if (right) {
            failures.succeeded(name, address);
        } else {
            log(name, address, failures.failed(name, address));
        }
        return right;
    }

    /** The first failure and each one that begins a pause; what lies between would only fill the log. */
    private static void log(String name, String address, int failures) {
        if (failures == 1 || failures >= FailedSignIns.FREE) {
            LOG.warnf("Sign-in as '%s' from %s failed, %d in a row", printable(name), address, failures);
        }
    }

    private static String printable(String name) {
        String start =
                name.length() > LOGGED_NAME_LENGTH_MAX ? name.substring(0, LOGGED_NAME_LENGTH_MAX) + "..." : name;
        return start.replaceAll("[^\\p{L}\\p{N}\\p{P}\\p{S} ]", "?");
    }
}
