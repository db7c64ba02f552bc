package io.quartermaster.server.http;

import io.quartermaster.server.security.Permission;
import io.quartermaster.server.security.StoreVerb;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a caller must hold to use a resource method. Checked before the method is called; also printed in the table of
 * requests and used for the list of endpoints a caller may use.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Needs {
    /** All of these, everywhere. */
    Permission[] value() default {};

    /**
     * Each of these for at least one container. Which containers, the command decides: it filters the rows of a list
     * and refuses a single object outside of them.
     */
    StoreVerb[] inContainer() default {};

    /**
     * Each of these for at least one certificate collection; each can be limited to one. Which certificates, the command
     * decides.
     */
    Permission[] inCollection() default {};

    /** What else the command decides, for the table of requests: "by job type: ...". Checked nowhere but there. */
    String also() default "";
}
