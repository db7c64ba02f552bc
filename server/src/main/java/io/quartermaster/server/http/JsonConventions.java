package io.quartermaster.server.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.UUID;

/**
 * How JSON is spelt on the wire. Written: keys in PascalCase, nulls too, moments in UTC with a Z, GUIDs in lower case,
 * enumerations as the number their {@code @JsonValue} gives. Read: keys in any case, unknown ones ignored, and scalars in
 * every form that clients send: {@code "False"}, {@code "105"}, a GUID in capitals, a date without a zone (UTC).
 */
@Singleton
public class JsonConventions {
    /** Characters of one text; the log of an agent comes as one. */
    private static final int TEXT_LENGTH_MAX = (int) Limits.AGENT_BODY_BYTES_MAX;

    @Produces
    @Singleton
    ObjectMapper forTheServer() {
        return mapper();
    }

    public static ObjectMapper mapper() {
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(Limits.JSON_DEPTH_MAX)
                        .maxStringLength(TEXT_LENGTH_MAX)
                        .build())
                .build();
        return JsonMapper.builder(factory)
                .propertyNamingStrategy(PropertyNamingStrategies.UPPER_CAMEL_CASE)
                .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_PROPERTIES)
                .defaultPropertyInclusion(
                        JsonInclude.Value.construct(JsonInclude.Include.ALWAYS, JsonInclude.Include.ALWAYS))
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                // 1.5 is not 1: whoever sends it should hear of it.
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .addModule(new Jdk8Module())
                .addModule(new JavaTimeModule())
                .addModule(lenientScalars())
                .build();
    }

    private static SimpleModule lenientScalars() {
        return new SimpleModule("quartermaster")
                .addDeserializer(String.class, new Scalars.TextReader())
                .addDeserializer(UUID.class, new Scalars.GuidReader())
                .addDeserializer(Instant.class, new Scalars.InstantReader())
                .setDeserializerModifier(new BeanDeserializerModifier() {
                    @Override
                    public JsonDeserializer<?> modifyEnumDeserializer(
                            DeserializationConfig config,
                            JavaType type,
                            BeanDescription description,
                            JsonDeserializer<?> usual) {
                        return EnumReader.of(type.getRawClass(), description);
                    }
                });
    }
}
