package io.quartermaster.server.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quartermaster.server.db.Ids;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Queues for webhooks which agents have become late and which are back: one message for each webhook that wants to know,
 * whatever the number of agents.
 */
@Singleton
public class QueueAgentNews {
    /** Agents that a message names of each kind; it counts them all. */
    static final int NAMED_MAX = 1_000;

    private static final String LATE = "AGENT_LATE";

    private final WebhookRepository webhooks;
    private final AgentNewsRepository news;
    private final DeliveryRepository deliveries;
    private final ObjectMapper json;
    private final Ids ids;

    public QueueAgentNews(
            WebhookRepository webhooks,
            AgentNewsRepository news,
            DeliveryRepository deliveries,
            ObjectMapper json,
            Ids ids) {
        this.webhooks = webhooks;
        this.news = news;
        this.deliveries = deliveries;
        this.json = json;
        this.ids = ids;
    }

    /** As it is sent. */
    record Message(
            UUID webhookId,
            String kind,
            Instant time,
            int lateCount,
            List<Named> late,
            int backCount,
            List<Named> back) {}

    /** An agent of a message. */
    record Named(UUID agentId, String agent, Instant lastSeen) {}

    /** In the transaction that has noted the news; those of other transactions are not looked at. */
    public void run(Handle tx, Instant now) {
        List<Delivery> queued = new ArrayList<>();
        for (Webhook webhook : webhooks.lockThoseOn(tx)) {
            List<AgentNewsRepository.News> chosen =
                    news.ofThisTransaction(tx, webhook.wanted().condition(now, webhook.changedBy()));
            if (!chosen.isEmpty()) {
                queued.add(Delivery.waiting(ids.next(), webhook.id(), "agents", body(webhook, chosen, now), now));
            }
        }
        deliveries.insert(tx, queued);
    }

    private String body(Webhook webhook, List<AgentNewsRepository.News> chosen, Instant now) {
        List<Named> late = named(chosen, true);
        List<Named> back = named(chosen, false);
        try {
            return json.writeValueAsString(new Message(
                    webhook.id(),
                    "agents",
                    now,
                    late.size(),
                    late.subList(0, Math.min(late.size(), NAMED_MAX)),
                    back.size(),
                    back.subList(0, Math.min(back.size(), NAMED_MAX))));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The news of agents cannot be written", e);
        }
    }

    private static List<Named> named(List<AgentNewsRepository.News> chosen, boolean late) {
        return chosen.stream()
                .filter(news -> news.event().equals(LATE) == late)
                .map(news -> new Named(news.agentId(), news.machine(), news.lastSeen()))
                .toList();
    }
}
