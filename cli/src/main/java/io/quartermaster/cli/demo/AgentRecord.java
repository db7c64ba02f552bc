package io.quartermaster.cli.demo;

import io.quartermaster.cli.process.ChildProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an agent says that it did with the jobs of {@link CustomJobs}, from its log: the one witness beside the server.
 *
 * @param begun the attempts that it began, by job id, in its order; an attempt's number is its row in the history
 * @param ended numbers of the attempts that it reported as ended
 * @param cancelled jobs it asked for and was told that they are cancelled; it knew them from its list
 * @param registrations how often it got a session
 * @param jobsListed the longest list of jobs that it was given
 */
record AgentRecord(
        Map<String, List<Long>> begun, Set<Long> ended, Set<String> cancelled, int registrations, int jobsListed) {
    private static final String JOB = " Custom\\." + CustomJobs.TYPE + " job ";
    private static final Pattern BEGINS = Pattern.compile(JOB + "([0-9a-f-]{36}) begins, attempt (\\d+)\\.");
    private static final Pattern ENDS =
            Pattern.compile(JOB + "[0-9a-f-]{36} (?:succeeded|ended with a warning|failed|ended), attempt (\\d+)\\.");
    private static final Pattern CANCELLED = Pattern.compile(JOB + "([0-9a-f-]{36}) is cancelled and not run\\.");
    private static final Pattern REGISTERED = Pattern.compile(" Registered as .*, jobs listed: (\\d+), ");

    static AgentRecord read(ChildProcess agent) {
        try {
            return parse(agent.lines());
        } catch (IOException e) {
            throw new DemoFailure("The agent's log cannot be read: " + e.getMessage(), e);
        }
    }

    static AgentRecord parse(List<String> lines) {
        Map<String, List<Long>> begun = new LinkedHashMap<>();
        Set<Long> ended = new LinkedHashSet<>();
        Set<String> cancelled = new LinkedHashSet<>();
        int registrations = 0;
        int jobsListed = 0;
        for (String line : lines) {
            Matcher begins = BEGINS.matcher(line);
            if (begins.find()) {
                begun.computeIfAbsent(begins.group(1), _ -> new ArrayList<>()).add(Long.valueOf(begins.group(2)));
            }
            Matcher ends = ENDS.matcher(line);
            if (ends.find()) {
                ended.add(Long.valueOf(ends.group(1)));
            }
            Matcher cancels = CANCELLED.matcher(line);
            if (cancels.find()) {
                cancelled.add(cancels.group(1));
            }
            Matcher registered = REGISTERED.matcher(line);
            if (registered.find()) {
                registrations++;
                jobsListed = Math.max(jobsListed, Integer.parseInt(registered.group(1)));
            }
        }
        return new AgentRecord(begun, ended, cancelled, registrations, jobsListed);
    }
}
