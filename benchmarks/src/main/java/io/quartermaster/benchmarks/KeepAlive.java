package io.quartermaster.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * One connection on which requests made of bytes are sent one after the other. It does as little as it can: the server and whoever
 * measures it share a machine. One thread at a time.
 */
final class KeepAlive implements AutoCloseable {
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final String LENGTH = "\r\ncontent-length: ";
    private static final int STATUS_FROM = "HTTP/1.1 ".length();
    private static final int STATUS_LENGTH = 3;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] buffer = new byte[BUFFER_BYTES];

    KeepAlive(URI server) throws IOException {
        socket = new Socket(server.getHost(), server.getPort());
        socket.setTcpNoDelay(true);
        in = socket.getInputStream();
        out = socket.getOutputStream();
    }

    /** @param body of as many bytes as characters */
    static byte[] post(String path, String authorization, String body) {
        return String.join(
                        "\r\n",
                        "POST " + path + " HTTP/1.1",
                        "Host: localhost",
                        "Authorization: " + authorization,
                        "Content-Type: application/json",
                        "Content-Length: " + body.length(),
                        "",
                        body)
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    record Answer(int status, String body) {
        boolean isGood() {
            return status == 200;
        }

        /** What stands behind a name and before the next of these characters; empty when the name is not there. */
        String after(String name, char end) {
            int from = body.indexOf(name);
            return from < 0 ? "" : body.substring(from + name.length(), body.indexOf(end, from + name.length()));
        }
    }

    Answer call(byte[] request) throws IOException {
        out.write(request);
        int read = 0;
        int bodyFrom = -1;
        int end = Integer.MAX_VALUE;
        String head = "";
        while (read < end) {
            int more = in.read(buffer, read, buffer.length - read);
            if (more <= 0) {
                throw new IOException("the server closed the connection, or its answer is too long");
            }
            read += more;
            if (bodyFrom < 0) {
                head = new String(buffer, 0, read, StandardCharsets.ISO_8859_1);
                int headEnd = head.indexOf("\r\n\r\n");
                if (headEnd >= 0) {
                    bodyFrom = headEnd + "\r\n\r\n".length();
                    end = bodyFrom + length(head);
                }
            }
        }
        return new Answer(
                Integer.parseInt(head, STATUS_FROM, STATUS_FROM + STATUS_LENGTH, 10),
                new String(buffer, bodyFrom, end - bodyFrom, StandardCharsets.ISO_8859_1));
    }

    private static int length(String head) throws IOException {
        int at = head.indexOf(LENGTH);
        if (at < 0) {
            throw new IOException("an answer without a length: " + head);
        }
        int from = at + LENGTH.length();
        return Integer.parseInt(head, from, head.indexOf("\r\n", from), 10);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
