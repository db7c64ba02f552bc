package io.quartermaster.server.schedule;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import io.quartermaster.server.schedule.ScheduleJson.IntervalJson;
import io.quartermaster.server.schedule.ScheduleJson.MonthlyJson;
import io.quartermaster.server.schedule.ScheduleJson.TimeJson;
import io.quartermaster.server.schedule.ScheduleJson.WeeklyJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads a schedule as clients send it: keys in any case, numbers and booleans in quotes too, one week day without its
 * array. Besides the keys of {@link ScheduleJson} there is {@code "Off"}: as a bare text instead of the object, {@code
 * {"Off": true}} or {@code {"Off": null}}. A key whose value is null or false is not set, as clients with typed models
 * send all keys; unknown keys are ignored beside a known one.
 *
 * <p>What cannot be read becomes {@link ScheduleJson#unreadable} instead of an exception, because only the reader of the
 * request knows the name of the field and which kinds it may have. Safe for many threads.
 */
final class ScheduleJsonReader extends JsonDeserializer<ScheduleJson> {
    private static final int SHOWN_LENGTH_MAX = 60;

    @Override
    public ScheduleJson deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        JsonNode node = context.readTree(parser);
        try {
            return node.isObject() ? object(node) : bare(node);
        } catch (UnreadableException e) {
            return ScheduleJson.ofUnreadable(e.problem);
        }
    }

    private static ScheduleJson bare(JsonNode node) throws UnreadableException {
        if (node.isTextual() && node.textValue().strip().equalsIgnoreCase(ScheduleKind.OFF.key())) {
            return ScheduleJson.ofOff();
        }
        throw new UnreadableException("must be an object with one of the keys %s, or the text Off, not %s"
                .formatted(ScheduleKind.list(EnumSet.allOf(ScheduleKind.class)), shown(node)));
    }

    private static ScheduleJson object(JsonNode object) throws UnreadableException {
        Set<ScheduleKind> named = EnumSet.noneOf(ScheduleKind.class);
        List<ScheduleKind> set = new ArrayList<>();
        JsonNode value = object;
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            ScheduleKind kind = ScheduleKind.ofKey(entry.getKey()).orElse(null);
            if (kind == null) {
                continue;
            }
            named.add(kind);
            if (isSet(kind, entry.getValue())) {
                set.add(kind);
                value = entry.getValue();
            }
        }
        if (set.size() > 1) {
            throw new UnreadableException("must have exactly one key, not %s"
                    .formatted(set.stream().map(ScheduleKind::key).collect(Collectors.joining(" and "))));
        }
        if (set.size() == 1) {
            return schedule(set.getFirst(), value);
        }
        if (named.isEmpty() && !object.isEmpty()) {
            // Taken for {}, a mistyped key would turn a schedule off or start a job at once.
            throw new UnreadableException("must have one of the keys %s, not %s"
                    .formatted(
                            ScheduleKind.list(EnumSet.allOf(ScheduleKind.class)),
                            shown(object.fieldNames().next())));
        }
        boolean onlyOffNamed = named.equals(EnumSet.of(ScheduleKind.OFF));
        return onlyOffNamed && object.properties().stream().anyMatch(ScheduleJsonReader::isOffNull)
                ? ScheduleJson.ofOff()
                : ScheduleJson.ofNothing();
    }

    private static boolean isOffNull(Map.Entry<String, JsonNode> entry) {
        return entry.getKey().equalsIgnoreCase(ScheduleKind.OFF.key())
                && entry.getValue().isNull();
    }

    private static boolean isSet(ScheduleKind kind, JsonNode value) throws UnreadableException {
        if (value.isNull()) {
            return false;
        }
        return switch (kind) {
            case OFF, IMMEDIATE -> truth(kind, value);
            case INTERVAL, DAILY, WEEKLY, MONTHLY, EXACTLY_ONCE -> true;
        };
    }

    private static boolean truth(ScheduleKind kind, JsonNode value) throws UnreadableException {
        String text = value.asText().strip();
        if (value.isContainerNode() || !(text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false"))) {
            throw new UnreadableException(".%s must be true or false, not %s".formatted(kind.key(), shown(value)));
        }
        return text.equalsIgnoreCase("true");
    }

    private static ScheduleJson schedule(ScheduleKind kind, JsonNode value) throws UnreadableException {
        Members members = new Members(kind, value);
        return switch (kind) {
            case OFF -> ScheduleJson.ofOff();
            case IMMEDIATE -> ScheduleJson.ofImmediate();
            case INTERVAL -> ScheduleJson.of(new IntervalJson(members.number("Minutes")));
            case DAILY -> ScheduleJson.ofDaily(new TimeJson(members.text("Time")));
            case WEEKLY -> ScheduleJson.of(new WeeklyJson(members.days("Days"), members.text("Time")));
            case MONTHLY -> ScheduleJson.of(new MonthlyJson(members.number("Day"), members.text("Time")));
            case EXACTLY_ONCE -> ScheduleJson.ofExactlyOnce(new TimeJson(members.text("Time")));
        };
    }

    /** The members of the object behind a key; one that is missing or null is null. */
    private record Members(ScheduleKind kind, JsonNode object) {
        @Nullable
        Integer number(String name) throws UnreadableException {
            JsonNode node = member(name);
            return node == null ? null : number(name, node);
        }

        @Nullable
        String text(String name) throws UnreadableException {
            JsonNode node = member(name);
            if (node == null) {
                return null;
            }
            if (!node.isTextual()) {
                throw wrong(name, "a text", node);
            }
            return node.textValue();
        }

        @Nullable
        List<Object> days(String name) throws UnreadableException {
            JsonNode node = member(name);
            if (node == null) {
                return null;
            }
            List<Object> days = new ArrayList<>();
            for (JsonNode day : node.isArray() ? node : List.of(node)) {
                days.add(day.isTextual() ? day.textValue() : number(name, day));
            }
            return days;
        }

        private int number(String name, JsonNode node) throws UnreadableException {
            String text = node.asText().strip();
            if (!node.isIntegralNumber() && !(node.isTextual() && text.matches("[+-]?\\d{1,20}"))) {
                throw wrong(name, "a whole number", node);
            }
            try {
                return Integer.parseInt(text);
            } catch (NumberFormatException e) {
                throw wrong(name, "a number of at most 32 bits", node);
            }
        }

        private @Nullable JsonNode member(String name) throws UnreadableException {
            if (!object.isObject()) {
                throw new UnreadableException(
                        ".%s must be an object with %s, not %s".formatted(kind.key(), name, shown(object)));
            }
            for (Map.Entry<String, JsonNode> entry : object.properties()) {
                if (entry.getKey().equalsIgnoreCase(name) && !entry.getValue().isNull()) {
                    return entry.getValue();
                }
            }
            return null;
        }

        private UnreadableException wrong(String name, String expected, JsonNode found) {
            return new UnreadableException(
                    ".%s.%s must be %s, not %s".formatted(kind.key(), name, expected, shown(found)));
        }
    }

    private static String shown(JsonNode node) {
        return node.isContainerNode() ? "an " + (node.isArray() ? "array" : "object") : shown(node.asText());
    }

    static String shown(String text) {
        return '"' + (text.length() <= SHOWN_LENGTH_MAX ? text : text.substring(0, SHOWN_LENGTH_MAX) + "...") + '"';
    }

    /** Ends the reading of one schedule; never leaves this class. */
    private static final class UnreadableException extends Exception {
        private final String problem;

        UnreadableException(String problem) {
            super(problem);
            this.problem = problem;
        }
    }
}
