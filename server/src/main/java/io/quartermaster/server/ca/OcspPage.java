package io.quartermaster.server.ca;

import io.quartermaster.server.http.PublicAnswer;
import io.quartermaster.server.http.PublicPage;
import io.quartermaster.server.http.PublicRequest;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Base64;
import java.util.Set;

/** {@code /ocsp}: whether single certificates are revoked (RFC 6960, appendix A; RFC 5019). */
@Singleton
public class OcspPage implements PublicPage {
    static final String PATH = "/ocsp";

    private static final String TYPE = "application/ocsp-response";

    /** Of answers to GET, which are the same for everybody. A revocation is noticed at most so much later. */
    private static final Duration AGE_MAX = Duration.ofMinutes(5);

    private final AnswerOcsp answerOcsp;

    public OcspPage(AnswerOcsp answerOcsp) {
        this.answerOcsp = answerOcsp;
    }

    @Override
    public String path() {
        return PATH;
    }

    @Override
    public Set<String> verbs() {
        return Set.of("GET", "POST");
    }

    @Override
    public String title() {
        return "OCSP: a request in the body of a POST, or as base64 behind the path";
    }

    @Override
    public PublicAnswer answer(PublicRequest request) {
        boolean post = request.verb().equals("POST");
        if (!post && request.rest().isEmpty()) {
            return new PublicAnswer.Malformed("Send an OCSP request as a POST, or as base64 behind " + PATH + "/.");
        }
        byte[] sent;
        try {
            sent = post ? request.body() : Base64.getDecoder().decode(request.rest());
        } catch (IllegalArgumentException e) {
            return new PublicAnswer.Malformed("What is behind " + PATH + "/ is not base64.");
        }
        AnswerOcsp.Answer answer = answerOcsp.run(sent);
        return new PublicAnswer.Found(TYPE, answer.der(), post || !answer.isForAll() ? Duration.ZERO : AGE_MAX);
    }
}
