package io.quartermaster.server.security;

import jakarta.enterprise.context.RequestScoped;
import org.jspecify.annotations.Nullable;

/** The caller of the request that is being answered. One request only. */
@RequestScoped
public class CurrentCaller {
    private @Nullable Caller caller;

    /** Called once, by whoever checked the credentials. */
    public void set(Caller authenticated) {
        caller = authenticated;
    }

    /** @throws IllegalStateException where anyone may ask, and so nobody was asked for credentials */
    public Caller get() {
        if (caller == null) {
            throw new IllegalStateException("this request has no caller: it was not authenticated");
        }
        return caller;
    }

    public boolean isKnown() {
        return caller != null;
    }
}
