package io.quartermaster.server.ca;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.secret.SecretRepository;
import io.quartermaster.server.secret.SecretValue;
import jakarta.inject.Singleton;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.security.KeyPair;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.shredzone.acme4j.AccountBuilder;
import org.shredzone.acme4j.Authorization;
import org.shredzone.acme4j.Identifier;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.Order;
import org.shredzone.acme4j.Problem;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.Status;
import org.shredzone.acme4j.challenge.Http01Challenge;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeLazyLoadingException;
import org.shredzone.acme4j.exception.AcmeNetworkException;
import org.shredzone.acme4j.exception.AcmeProtocolException;
import org.shredzone.acme4j.exception.AcmeRateLimitedException;
import org.shredzone.acme4j.exception.AcmeServerException;

/**
 * Has certificates signed with ACME (RFC 8555). Names are validated with http-01: the authority asks each name, on port 80, for
 * a text that these servers give ({@link AcmeChallengePage}), so something in front of each name has to send that path here.
 *
 * <p>Waits as the authority asks it to, and at most {@link #VALIDATION_MAX} for each name and {@link #SIGNING_MAX} for the
 * certificate. What fails then is tried again by whoever wants the certificate. Safe for many threads.
 */
@Singleton
public class AcmeIssuer implements CertificateIssuer {
    static final Duration VALIDATION_MAX = Duration.ofMinutes(2);
    static final Duration SIGNING_MAX = Duration.ofMinutes(3);

    /** For how long a challenge is answered, whatever became of the order. */
    static final Duration CHALLENGE_LIFE = Duration.ofHours(1);

    private static final String MAIL = "mailto:";
    private static final Logger LOG = Logger.getLogger(AcmeIssuer.class);

    private final Database database;
    private final AuthorityRepository authorities;
    private final AcmeChallengeRepository challenges;
    private final SecretRepository secrets;
    private final InstantSource clock;

    public AcmeIssuer(
            Database database,
            AuthorityRepository authorities,
            AcmeChallengeRepository challenges,
            SecretRepository secrets,
            InstantSource clock) {
        this.database = database;
        this.authorities = authorities;
        this.challenges = challenges;
        this.secrets = secrets;
        this.clock = clock;
    }

    @Override
    public AuthorityKind kind() {
        return AuthorityKind.ACME;
    }

    @Override
    public Signed sign(Authority authority, JudgedRequest judged) {
        List<Identifier> identifiers = identifiers(judged);
        return calling(authority, () -> {
            Login login = login(authority);
            Order order = login.newOrder().identifiers(identifiers).create();
            validate(authority, order);
            order.execute(judged.request().der());
            Status status = order.waitForCompletion(SIGNING_MAX);
            if (status != Status.VALID) {
                throw failed(
                        authority,
                        "signed nothing (" + status + ")",
                        order.getError().orElse(null));
            }
            return signed(order.getCertificate().getCertificateChain());
        });
    }

    /** The names, all of which must stand in the signing request: the authority compares. */
    private static List<Identifier> identifiers(JudgedRequest judged) {
        Set<AlternativeName> inRequest = new HashSet<>();
        for (AlternativeName name : judged.request().alternatives()) {
            inRequest.add(JudgeNames.normal(name));
        }
        DistinguishedNames.commonName(judged.request().subject())
                .flatMap(JudgeNames::hostName)
                .ifPresent(inRequest::add);
        List<Identifier> identifiers = new ArrayList<>();
        for (AlternativeName name : judged.names().alternatives()) {
            if (!inRequest.contains(name)) {
                throw new IssueRefusedException("'" + name.value() + "' does not stand in the signing request. An ACME"
                        + " authority signs the names of the request itself, and no others.");
            }
            identifiers.add(identifier(name));
        }
        if (identifiers.isEmpty()) {
            throw new IssueRefusedException("An ACME authority signs DNS names and IP addresses, and there is none.");
        }
        return identifiers;
    }

    private static Identifier identifier(AlternativeName name) {
        if (name.kind() == AlternativeName.Kind.DNS && name.value().startsWith("*.")) {
            throw new IssueRefusedException("'" + name.value() + "' cannot be had with ACME's http-01, which validates"
                    + " single names; name each host.");
        }
        return switch (name.kind()) {
            case DNS -> Identifier.dns(name.value());
            case IP -> Identifier.ip(name.value());
            case EMAIL, URI ->
                throw new IssueRefusedException("'" + name.value()
                        + "' is neither a DNS name nor an IP address, which is all that ACME signs.");
        };
    }

    private void validate(Authority authority, Order order) throws AcmeException, InterruptedException {
        List<String> tokens = new ArrayList<>();
        try {
            for (Authorization authorization : order.getAuthorizations()) {
                if (authorization.getStatus() == Status.PENDING) {
                    validate(authority, authorization, tokens);
                }
            }
            Status status = order.waitUntilReady(VALIDATION_MAX);
            if (status != Status.READY && status != Status.VALID) {
                throw failed(
                        authority,
                        "did not accept the order (" + status + ")",
                        order.getError().orElse(null));
            }
        } finally {
            forget(tokens);
        }
    }

    private void validate(Authority authority, Authorization authorization, List<String> tokens)
            throws AcmeException, InterruptedException {
        String name = authorization.getIdentifier().getValue();
        Http01Challenge challenge = authorization
                .findChallenge(Http01Challenge.class)
                .orElseThrow(() -> new IssueRefusedException(
                        authority.name() + " does not offer http-01 for " + name + ", and nothing else is done here."));
        Instant now = clock.instant();
        tokens.add(challenge.getToken());
        database.runInTransaction(tx ->
                challenges.put(tx, challenge.getToken(), challenge.getAuthorization(), now, now.plus(CHALLENGE_LIFE)));
        challenge.trigger();
        Status status = authorization.waitForCompletion(VALIDATION_MAX);
        if (status != Status.VALID) {
            challenge.fetch();
            throw failed(
                    authority,
                    "could not validate " + name,
                    challenge.getError().orElse(null));
        }
    }

    private void forget(List<String> tokens) {
        try {
            database.runInTransaction(tx -> challenges.delete(tx, tokens));
        } catch (RuntimeException e) {
            // They end by themselves, and what was to be said about the order must not be lost.
            LOG.warnf("Challenges of ACME could not be removed: %s", e.getMessage());
        }
    }

    private Login login(Authority authority) throws AcmeException, MalformedURLException {
        Session session = AcmeSession.open(authority);
        KeyPair key = accountKey(authority);
        String known = authority.accountUrl();
        if (known != null) {
            return session.login(address(known), key);
        }
        // Asked twice with the same key, an authority answers with the same account: so it may be two servers that ask.
        Login login = account(authority, key).createLogin(session);
        String url = login.getAccountLocation().toString();
        database.runInTransaction(tx -> authorities.setAccount(tx, authority, url));
        return login;
    }

    private static URL address(String url) throws MalformedURLException {
        return URI.create(url).toURL();
    }

    private AccountBuilder account(Authority authority, KeyPair key) {
        AccountBuilder builder = new AccountBuilder().useKeyPair(key);
        AuthorityOptions options = authority.options();
        options.contacts().forEach(contact -> builder.addContact(MAIL + contact));
        if (options.termsOfServiceAgreed()) {
            builder.agreeToTermsOfService();
        }
        UUID externalKeyId = authority.externalKeyId();
        if (options.externalKeyName() != null && externalKeyId != null) {
            builder.withKeyIdentifier(
                    options.externalKeyName(), secret(externalKeyId).reveal());
        }
        return builder;
    }

    private KeyPair accountKey(Authority authority) {
        UUID id = authority.accountKeyId();
        if (id == null) {
            throw new IllegalStateException("The authority " + authority.name() + " has no account key");
        }
        return SigningKeys.pair(secret(id));
    }

    private SecretValue secret(UUID id) {
        SecretValue secret = database.read(tx -> secrets.get(tx, List.of(id))).get(id);
        if (secret == null) {
            throw new IllegalStateException("The secret " + id + " of an authority is not there");
        }
        return secret;
    }

    private static Signed signed(List<X509Certificate> chain) throws CertificateEncodingException {
        List<byte[]> encoded = new ArrayList<>(chain.size());
        for (X509Certificate certificate : chain) {
            encoded.add(certificate.getEncoded());
        }
        return new Signed(encoded.getFirst(), encoded.subList(1, encoded.size()), null);
    }

    @Override
    public String test(Authority authority) {
        return calling(authority, () -> {
            Login login = login(authority);
            Status status = login.getAccount().getStatus();
            if (status != Status.VALID) {
                throw new IssueRefusedException("The account at " + authority.hostName() + " is " + status + ".");
            }
            return "The directory answers, and the account " + login.getAccountLocation() + " is valid.";
        });
    }

    private interface Call<T> {
        T run() throws AcmeException, InterruptedException, MalformedURLException, CertificateEncodingException;
    }

    /** Every way in which an authority can fail, as a sentence. */
    private static <T> T calling(Authority authority, Call<T> call) {
        try {
            return call.run();
        } catch (AcmeRateLimitedException e) {
            throw new IssueRefusedException(
                    ErrorKind.UNAVAILABLE,
                    authority.name() + " takes no more requests for now"
                            + e.getRetryAfter().map(after -> ", until " + after).orElse("") + ": " + e.getMessage());
        } catch (AcmeServerException e) {
            throw new IssueRefusedException(authority.name() + " refused: " + e.getMessage());
        } catch (AcmeNetworkException e) {
            throw new IssueRefusedException(
                    ErrorKind.UNAVAILABLE, authority.name() + " cannot be reached: " + cause(e));
        } catch (AcmeException | AcmeLazyLoadingException | AcmeProtocolException e) {
            // The last two have no common type: one hides an exception of a call that a getter made.
            throw new IssueRefusedException(
                    ErrorKind.UNAVAILABLE, authority.name() + " could not be asked: " + cause(e));
        } catch (MalformedURLException | CertificateEncodingException e) {
            throw new IllegalStateException("The answer of " + authority.name() + " cannot be used", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IssueRefusedException(ErrorKind.UNAVAILABLE, "The server ends; ask again.");
        }
    }

    private static String cause(Throwable fault) {
        Throwable first = fault.getCause() == null ? fault : fault.getCause();
        return first.getClass().getSimpleName() + (first.getMessage() == null ? "" : " (" + first.getMessage() + ")");
    }

    private static IssueRefusedException failed(Authority authority, String what, @Nullable Problem problem) {
        String why = problem == null ? "" : ": " + problem;
        return new IssueRefusedException(authority.name() + " " + what + why + ".");
    }
}
