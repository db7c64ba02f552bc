package io.quartermaster.server.start;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quartermaster.agent.protocol.AgentPaths;
import io.quartermaster.server.db.Pause;
import io.quartermaster.server.security.RehearsalAccounts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What agents and people ask a server: one agent registers, is approved, polls, runs a job; people look at lists, schedule
 * and unschedule. Over plain sockets, because a client's classes would be kept in the cache that this is for.
 */
final class Rehearsal {
    private static final Duration START_TIME_MAX = Duration.ofMinutes(2);
    private static final Duration STEP = Duration.ofMillis(100);
    private static final int POLLS = 300;
    private static final int LISTS = 20;
    private static final String GUID = "([0-9a-f]{8}-[0-9a-f-]{27})";
    private static final Pattern AGENT_ID = Pattern.compile("\"AgentId\":\"" + GUID);
    private static final Pattern TOKEN = Pattern.compile("\"Token\":\"" + GUID);
    private static final Pattern JOB_ID = Pattern.compile("\"JobId\":\"" + GUID);
    private static final Pattern ATTEMPT = Pattern.compile("\"AuditId\":([0-9]+)");

    private final int port;
    private final String password;
    private final Pause pause;

    /** @param port on which the server is about to listen for HTTP */
    Rehearsal(int port, String password, Pause pause) {
        this.port = port;
        this.password = password;
        this.pause = pause;
    }

    /** @throws IllegalStateException when the server answers otherwise than it should */
    void run() throws IOException, InterruptedException {
        awaitServer();
        person("POST", "/JobTypes/Custom", "{\"JobTypeName\": \"Rehearsal\"}");
        register();
        String agent = found(AGENT_ID, person("GET", "/Agents", ""));
        person("POST", "/Agents/Approve", "[\"" + agent + "\"]");
        person("POST", "/OrchestratorJobs/Custom", job(agent, "{\"Immediate\": true}"));
        String session = register();
        String token = found(TOKEN, session);
        for (int poll = 0; poll < POLLS; poll++) {
            agent(AgentPaths.HEARTBEAT, "{\"AgentPlatform\": 5, \"SessionToken\": \"" + token + "\"}");
        }
        String names = "\"SessionToken\": \"" + token + "\", \"JobId\": \"" + found(JOB_ID, session) + "\"";
        String attempt = found(ATTEMPT, agent(AgentPaths.CUSTOM_CONFIGURE, "{" + names + "}"));
        agent(
                AgentPaths.CUSTOM_COMPLETE,
                "{" + names + ", \"Status\": 2, \"Message\": \"\", \"AuditId\": " + attempt + "}");
        for (int list = 0; list < LISTS; list++) {
            look(agent);
        }
    }

    private void look(String agent) throws IOException {
        person("POST", "/OrchestratorJobs/Custom", job(agent, "{\"Interval\": {\"Minutes\": 60}}"));
        String jobs = person("GET", "/OrchestratorJobs/ScheduledJobs?pq.returnLimit=50", "");
        String ids = "[\"" + found(Pattern.compile("\"Id\":\"" + GUID), jobs) + "\"]";
        person("POST", "/OrchestratorJobs/Unschedule", "{\"JobIds\": " + ids + "}");
        person("GET", "/OrchestratorJobs/JobHistory?pq.returnLimit=50", "");
        person("GET", "/Agents?pq.queryString=ClientMachine%20-contains%20%22rehearsal%22", "");
        for (String path : List.of("/qm/v1/jobs?limit=50", "/qm/v1/history?limit=50", "/metrics", "/health")) {
            call("GET", path, RehearsalAccounts.USER, "");
        }
    }

    private static String job(String agent, String schedule) {
        return "{\"AgentId\": \"" + agent + "\", \"JobTypeName\": \"Rehearsal\", \"Schedule\": " + schedule + "}";
    }

    private String register() throws IOException {
        return agent(AgentPaths.REGISTER, """
                {"AgentPlatform": 5, "AgentVersion": 563031557799936, "ClientMachine": "rehearsal", "AgentId": "",
                 "Capabilities": ["Custom.Rehearsal"], "ClientParameters": {}}
                """);
    }

    private void awaitServer() throws InterruptedException {
        for (Duration waited = Duration.ZERO; waited.compareTo(START_TIME_MAX) < 0; waited = waited.plus(STEP)) {
            try {
                call("GET", "/health/ready", RehearsalAccounts.USER, "");
                return;
            } catch (IOException | IllegalStateException e) {
                pause.sleep(STEP);
            }
        }
        throw new IllegalStateException("The server did not start in " + START_TIME_MAX + ".");
    }

    private String person(String method, String path, String body) throws IOException {
        return call(method, "/KeyfactorAPI" + path, RehearsalAccounts.USER, body);
    }

    private String agent(String path, String body) throws IOException {
        return call("POST", path, RehearsalAccounts.AGENT, body);
    }

    private String call(String method, String path, String account, String body) throws IOException {
        String credentials = Base64.getEncoder().encodeToString((account + ":" + password).getBytes(UTF_8));
        String request = method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + "Authorization: Basic " + credentials + "\r\nx-keyfactor-requested-with: XMLHttpRequest\r\n"
                + "Content-Length: " + body.getBytes(UTF_8).length + "\r\n\r\n" + body;
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(request.getBytes(UTF_8));
            String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
            if (!answer.startsWith("HTTP/1.1 20")) {
                throw new IllegalStateException(method + " " + path + " was answered with " + answer);
            }
            return answer;
        }
    }

    private static String found(Pattern pattern, String answer) {
        Matcher matcher = pattern.matcher(answer);
        if (!matcher.find()) {
            throw new IllegalStateException("There is no " + pattern + " in " + answer);
        }
        return matcher.group(1);
    }
}
