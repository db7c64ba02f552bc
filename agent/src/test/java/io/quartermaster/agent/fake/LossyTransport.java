package io.quartermaster.agent.fake;

import io.quartermaster.agent.transport.Transport;
import io.quartermaster.agent.transport.TransportException;
import java.io.IOException;
import java.util.function.Function;

/** Loses or repeats what goes through it. */
public final class LossyTransport implements Transport {
    /** What happens to one call. */
    public enum Fate {
        ARRIVES,
        REQUEST_LOST,
        ANSWER_LOST,
        ARRIVES_TWICE
    }

    private final Transport transport;
    private final Function<String, Fate> fates;

    /** Asks for the fate of each call, by its path. */
    public LossyTransport(Transport transport, Function<String, Fate> fates) {
        this.transport = transport;
        this.fates = fates;
    }

    @Override
    public <T> T call(String path, Object request, Class<T> reply) throws TransportException {
        Fate fate = fates.apply(path);
        if (fate == Fate.REQUEST_LOST) {
            throw TransportException.noReply("request lost", new IOException());
        }
        T answer = transport.call(path, request, reply);
        return switch (fate) {
            case ANSWER_LOST -> throw TransportException.noReply("answer lost", new IOException());
            case ARRIVES_TWICE -> transport.call(path, request, reply);
            default -> answer;
        };
    }
}
