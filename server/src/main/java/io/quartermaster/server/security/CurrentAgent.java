package io.quartermaster.server.security;

import jakarta.enterprise.context.RequestScoped;
import org.jspecify.annotations.Nullable;

/** The agent account that sent the call which is being answered. One call only. */
@RequestScoped
public class CurrentAgent {
    private @Nullable AgentAccount account;

    /** Called once, by whoever checked the credentials. */
    public void set(AgentAccount authenticated) {
        account = authenticated;
    }

    /** @throws IllegalStateException outside the agent protocol */
    public AgentAccount get() {
        if (account == null) {
            throw new IllegalStateException("this call has no agent account: it was not authenticated");
        }
        return account;
    }
}
