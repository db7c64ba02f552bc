package io.quartermaster.server.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads an enumeration as its number, its number in quotes, or its name in any case. The number is what the
 * {@code @JsonValue} of the enumeration gives; without one there are names only, as the position of a constant in the
 * source text must never become part of the interface.
 */
final class EnumReader extends StdScalarDeserializer<Object> {
    private final transient Map<String, Object> constants = new HashMap<>();

    private EnumReader(Class<?> type) {
        super(type);
    }

    static EnumReader of(Class<?> type, BeanDescription description) {
        EnumReader reader = new EnumReader(type);
        AnnotatedMember wireValue = description.findJsonValueAccessor();
        if (wireValue != null) {
            wireValue.fixAccess(true);
        }
        for (Object constant : type.getEnumConstants()) {
            reader.constants.put(folded(((Enum<?>) constant).name()), constant);
            if (wireValue != null) {
                reader.constants.put(folded(String.valueOf(wireValue.getValue(constant))), constant);
            }
        }
        return reader;
    }

    // InProcess, inprocess and IN_PROCESS are one name.
    private static String folded(String name) {
        return name.strip().replace("_", "").toLowerCase(Locale.ROOT);
    }

    @Override
    public @Nullable Object deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        if (!parser.currentToken().isScalarValue()) {
            return context.handleUnexpectedToken(handledType(), parser);
        }
        String text = parser.getText();
        if (text.isBlank()) {
            return null;
        }
        Object constant = constants.get(folded(text));
        return constant != null ? constant : context.handleWeirdStringValue(handledType(), text, "no such constant");
    }
}
