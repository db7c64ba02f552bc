package io.quartermaster.server.live;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.setting.LiveSettings;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;

/** How many streams of events are open on this server, by account. Safe for many threads. */
@Singleton
public class OpenStreams {
    private final LiveSettings settings;
    private final Map<String, Integer> byAccount = new HashMap<>();
    private int all;

    public OpenStreams(LiveSettings settings) {
        this.settings = settings;
    }

    /** @throws CommandException TOO_MANY */
    synchronized void open(String account) {
        int mine = byAccount.getOrDefault(account, 0);
        if (mine >= settings.streamsPerCallerMax()) {
            throw tooMany(account + " has " + mine + " streams of events open on this server, and may have "
                    + settings.streamsPerCallerMax() + " (setting qm.live.streams-per-caller-max).");
        }
        if (all >= settings.streamsMax()) {
            throw tooMany("This server has " + all + " streams of events open, and may have " + settings.streamsMax()
                    + " (setting qm.live.streams-max).");
        }
        byAccount.put(account, mine + 1);
        all++;
    }

    synchronized void close(String account) {
        byAccount.computeIfPresent(account, (name, mine) -> mine == 1 ? null : mine - 1);
        all--;
    }

    synchronized int count() {
        return all;
    }

    private static CommandException tooMany(String message) {
        return new CommandException(ErrorKind.TOO_MANY, message + " Close one, then ask again.");
    }
}
