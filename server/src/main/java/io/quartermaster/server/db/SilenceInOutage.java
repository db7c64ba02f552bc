package io.quartermaster.server.db;

import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import org.jspecify.annotations.Nullable;

/** What {@link SilentInOutage} means. Safe for many threads. */
@Interceptor
@SilentInOutage
@Priority(Interceptor.Priority.APPLICATION)
public class SilenceInOutage {
    @AroundInvoke
    @Nullable
    Object call(InvocationContext work) throws Exception {
        try {
            return work.proceed();
        } catch (RuntimeException e) {
            if (Outage.caused(e)) {
                return null;
            }
            throw e;
        }
    }
}
