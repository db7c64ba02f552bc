package io.quartermaster.server.notice;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;

/** What a mail says. */
final class NoticeText {
    /** Agents that one mail names. */
    static final int AGENTS_MAX = 200;

    private NoticeText() {}

    /** {@code 3 agents are late, 1 agent is back}. */
    static String subject(List<AgentNews> news) {
        long late = of(news, AgentNews.Kind.AGENT_LATE).size();
        long back = news.size() - late;
        if (back == 0) {
            return counted(late) + " late";
        }
        return late == 0 ? counted(back) + " back" : counted(late) + " late, " + counted(back) + " back";
    }

    static String text(List<AgentNews> news, Duration silence) {
        List<AgentNews> named = news.subList(0, Math.min(news.size(), AGENTS_MAX));
        List<AgentNews> late = of(named, AgentNews.Kind.AGENT_LATE);
        List<AgentNews> back = of(named, AgentNews.Kind.AGENT_BACK);
        StringBuilder text = new StringBuilder();
        if (!late.isEmpty()) {
            text.append("These agents have not called for ")
                    .append(silence.toMinutes())
                    .append(" minutes or longer:\n\n");
            late.forEach(agent -> append(text, agent, "last seen "));
            text.append('\n');
        }
        if (!back.isEmpty()) {
            text.append("These agents were late and have called again:\n\n");
            back.forEach(agent -> append(text, agent, "seen "));
            text.append('\n');
        }
        if (named.size() < news.size()) {
            text.append("And ").append(news.size() - named.size()).append(" more.\n\n");
        }
        return text.append("All agents that are late: GET /qm/v1/agents/late\n").toString();
    }

    private static List<AgentNews> of(List<AgentNews> news, AgentNews.Kind kind) {
        return news.stream().filter(one -> one.kind() == kind).collect(Collectors.toList());
    }

    private static void append(StringBuilder text, AgentNews agent, String seen) {
        text.append("  ")
                .append(printable(agent.clientMachine()))
                .append(", ")
                .append(seen)
                .append(agent.lastSeen().truncatedTo(ChronoUnit.SECONDS))
                .append(", id ")
                .append(agent.agentId())
                .append('\n');
    }

    /** Agents choose their names; a name must not add lines to the mail. */
    private static String printable(String name) {
        return name.replaceAll("\\p{Cntrl}", "?");
    }

    private static String counted(long agents) {
        return agents == 1 ? "1 agent is" : agents + " agents are";
    }
}
