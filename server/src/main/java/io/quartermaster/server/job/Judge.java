package io.quartermaster.server.job;

import java.util.List;
import java.util.function.Function;

/**
 * One condition that keeps a job from being changed, and the sentence that says so. Looks at one thing and touches
 * nothing; preview, explanation and the command itself use the same ones.
 *
 * @param code for programs; one of a kind among the judges of a command
 * @param refusedWhen SQL that is true for a job that may not be changed; never null for any row
 * @param reasonOfKind says it of all jobs of a kind
 * @param reason says it of one job
 */
public record Judge(
        String code, String refusedWhen, Function<JobKind, String> reasonOfKind, Function<RefusedJob, String> reason) {

    /** One sentence for all jobs. */
    Judge(String code, String refusedWhen, String sentence) {
        this(code, refusedWhen, kind -> sentence, job -> sentence);
    }

    /** A sentence that depends on the kind. */
    static Judge ofKind(String code, String refusedWhen, Function<JobKind, String> sentence) {
        return new Judge(code, refusedWhen, sentence, job -> sentence.apply(job.kind()));
    }

    /** @throws IllegalStateException when none has it */
    static Judge withCode(List<Judge> judges, String code) {
        return judges.stream()
                .filter(judge -> judge.code().equals(code))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no judge has the code " + code));
    }
}
