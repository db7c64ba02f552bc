package io.quartermaster.server.ca;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.http.PublicAnswer;
import io.quartermaster.server.http.PublicPage;
import io.quartermaster.server.http.PublicRequest;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code /pki/1.crt} and {@code /pki/1.crl}: the certificate of a signer, and its list of revoked ones. */
@Singleton
public class SignerFilesPage implements PublicPage {
    static final String PATH = "/pki";

    private static final Pattern FILE = Pattern.compile("(?<id>[1-9]\\d{0,8})\\.(?<kind>crl|crt)");
    private static final Duration CERTIFICATE_AGE_MAX = Duration.ofDays(1);

    /** A list may have to be replaced at any time, by a revocation. */
    private static final Duration LIST_AGE_MAX = Duration.ofMinutes(5);

    private final Database database;
    private final SignerRepository signers;
    private final RevocationLists lists;

    public SignerFilesPage(Database database, SignerRepository signers, RevocationLists lists) {
        this.database = database;
        this.signers = signers;
        this.lists = lists;
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
        return "`{id}.crt` the certificate of an authority, `{id}.crl` its revocation list, both DER";
    }

    @Override
    public PublicAnswer answer(PublicRequest request) {
        Matcher file = FILE.matcher(request.rest());
        if (!file.matches()) {
            return new PublicAnswer.NotFound();
        }
        int id = Integer.parseInt(file.group("id"));
        return file.group("kind").equals("crl") ? list(id) : certificate(id);
    }

    private PublicAnswer list(int id) {
        Optional<RevocationLists.Current> current = lists.current(id);
        if (current.isEmpty()) {
            return new PublicAnswer.NotFound();
        }
        Duration left = current.get().left();
        return new PublicAnswer.Found(
                "application/pkix-crl", current.get().der(), left.compareTo(LIST_AGE_MAX) < 0 ? left : LIST_AGE_MAX);
    }

    private PublicAnswer certificate(int id) {
        Optional<Signer> signer = database.read(tx -> signers.find(tx, id));
        if (signer.isEmpty()) {
            return new PublicAnswer.NotFound();
        }
        try {
            return new PublicAnswer.Found(
                    "application/pkix-cert", signer.get().certificate().getEncoded(), CERTIFICATE_AGE_MAX);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
