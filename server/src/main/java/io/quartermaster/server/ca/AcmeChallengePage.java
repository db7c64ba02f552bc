package io.quartermaster.server.ca;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.http.PublicAnswer;
import io.quartermaster.server.http.PublicPage;
import io.quartermaster.server.http.PublicRequest;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * {@code /.well-known/acme-challenge/}: answers of ACME's http-01 (RFC 8555, 8.3). They are in the database, as the
 * authority may ask another server than the one that wants the certificate.
 */
@Singleton
public class AcmeChallengePage implements PublicPage {
    private static final String PATH = "/.well-known/acme-challenge";
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{1,200}");

    private final Database database;
    private final AcmeChallengeRepository challenges;
    private final InstantSource clock;

    public AcmeChallengePage(Database database, AcmeChallengeRepository challenges, InstantSource clock) {
        this.database = database;
        this.challenges = challenges;
        this.clock = clock;
    }

    @Override
    public String path() {
        return PATH;
    }

    @Override
    public Set<String> verbs() {
        return Set.of("GET");
    }

    @Override
    public String title() {
        return "`{token}`: the answer to an ACME authority that validates a name (http-01)";
    }

    @Override
    public PublicAnswer answer(PublicRequest request) {
        if (!TOKEN.matcher(request.rest()).matches()) {
            return new PublicAnswer.NotFound();
        }
        return database.read(tx -> challenges.find(tx, request.rest(), clock.instant()))
                .<PublicAnswer>map(text -> new PublicAnswer.Found(
                        "application/octet-stream", text.getBytes(StandardCharsets.US_ASCII), Duration.ZERO))
                .orElseGet(PublicAnswer.NotFound::new);
    }
}
