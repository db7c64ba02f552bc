package io.quartermaster.server.http;

import jakarta.ws.rs.container.ContainerResponseContext;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Tells how many rows a list has before paging. Clients page by it. */
class TotalCount {
    @ServerResponseFilter
    public void count(ContainerResponseContext response) {
        if (response.getEntity() instanceof Page<?> page) {
            response.getHeaders().putSingle("X-Total-Count", page.total());
        }
    }
}
