package io.quartermaster.server.http;

import io.quartermaster.server.http.ApiClient.Answer;
import io.quartermaster.server.security.TestUser;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Sends bytes as they are, for requests that a proper client refuses to send. */
final class RawClient {
    private RawClient() {}

    static Answer get(String address, TestUser user) {
        return answers(List.of(request("GET", address, user, ""))).getFirst();
    }

    static String request(String verb, String address, TestUser user, String body) {
        return verb + " " + address + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: " + user.credentials()
                + "\r\nx-keyfactor-requested-with: APIClient\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    static List<Integer> statuses(List<String> requests) {
        return answers(requests).stream().map(Answer::status).toList();
    }

    /** Sends each request after the answer to the one before, on one connection. */
    private static List<Answer> answers(List<String> requests) {
        URI server = URI.create(ApiClient.base());
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.setSoTimeout(10_000);
            InputStream input = new BufferedInputStream(socket.getInputStream());
            List<Answer> answers = new ArrayList<>();
            for (String request : requests) {
                socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
                answers.add(answer(input));
            }
            return answers;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Answer answer(InputStream input) throws IOException {
        String statusLine = line(input);
        Map<String, String> headers = new LinkedHashMap<>();
        for (String header = line(input); !header.isEmpty(); header = line(input)) {
            int colon = header.indexOf(':');
            headers.put(
                    header.substring(0, colon).toLowerCase(Locale.ROOT),
                    header.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        String body = new String(input.readNBytes(length), StandardCharsets.UTF_8);
        return new Answer(Integer.parseInt(statusLine.split(" ")[1]), headers, body);
    }

    private static String line(InputStream input) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = input.read(); c != '\n'; c = input.read()) {
            if (c < 0) {
                throw new IOException("the server closed the connection after: " + line);
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }
}
