package io.quartermaster.server.start;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * What stands before several servers: each connection goes to the next server that takes it, and is closed before long, so
 * that a client meets all of them. Now and then it loses an answer that a server has given. Closed with its connections.
 */
final class RoundRobinProxy implements AutoCloseable {
    private static final int BACKLOG = 100;
    private static final int ANSWERS_PER_LOST_ONE = 60;
    private static final Duration CONNECTION_LIFE = Duration.ofMillis(300);

    private final ServerSocket listener;
    private final AtomicIntegerArray ports;
    private final AtomicIntegerArray connections;
    private final AtomicInteger turn = new AtomicInteger();
    private final AtomicInteger lost = new AtomicInteger();

    RoundRobinProxy(int servers) throws IOException {
        ports = new AtomicIntegerArray(servers);
        connections = new AtomicIntegerArray(servers);
        listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().name("proxy").start(this::accept);
    }

    String address() {
        return "http://127.0.0.1:" + listener.getLocalPort();
    }

    /** From now on that server is at this port. */
    void send(int server, int port) {
        ports.set(server, port);
    }

    /** How many answers were lost on purpose. */
    int answersLost() {
        return lost.get();
    }

    /** How many connections that server took. */
    int connectionsOf(int server) {
        return connections.get(server);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            Optional<Socket> connected = connect();
            if (connected.isEmpty()) {
                return;
            }
            try (Socket server = connected.get()) {
                Thread requests = Thread.ofVirtual().start(() -> forward(client, server, false));
                Thread life = Thread.ofVirtual().start(() -> endOfLife(client));
                forward(server, client, true);
                life.interrupt();
                requests.interrupt();
            }
        } catch (IOException e) {
            // One of both sides is gone; the other is told by the end of its connection.
        }
    }

    private Optional<Socket> connect() {
        for (int tried = 0; tried < ports.length(); tried++) {
            int server = Math.floorMod(turn.getAndIncrement(), ports.length());
            try {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), ports.get(server));
                connections.incrementAndGet(server);
                return Optional.of(socket);
            } catch (IOException e) {
                // That one does not run; the next one is asked.
            }
        }
        return Optional.empty();
    }

    private void forward(Socket from, Socket to, boolean answers) {
        byte[] buffer = new byte[65_536];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                if (answers && ThreadLocalRandom.current().nextInt(ANSWERS_PER_LOST_ONE) == 0) {
                    lost.incrementAndGet();
                    break;
                }
                out.write(buffer, 0, count);
            }
        } catch (IOException e) {
            // As above.
        }
        close(from);
        close(to);
    }

    /** May also cut off a call, as a proxy does that is restarted. */
    private static void endOfLife(Socket client) {
        try {
            Thread.sleep(CONNECTION_LIFE);
            close(client);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // Nothing is left of it either way.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
