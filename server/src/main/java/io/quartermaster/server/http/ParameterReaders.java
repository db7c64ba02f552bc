package io.quartermaster.server.http;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.query.WrittenGuid;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.ext.ParamConverter;
import jakarta.ws.rs.ext.ParamConverterProvider;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads parameters of path and query, with the name of the parameter in the refusal. An empty one is as good as none. */
@Provider
class ParameterReaders implements ParamConverterProvider {
    private record Form(String expected, Function<String, Object> read) {}

    private static final Form WHOLE_NUMBER = new Form("a whole number, at most " + Integer.MAX_VALUE, Integer::valueOf);
    private static final Form LONG_NUMBER = new Form("a whole number", Long::valueOf);
    private static final Form TRUTH = new Form("true or false", ParameterReaders::truth);
    private static final Form GUID =
            new Form("a GUID", text -> WrittenGuid.read(text).orElseThrow(IllegalArgumentException::new));

    private static final Map<Class<?>, Form> FORMS = Map.of(
            Integer.class, WHOLE_NUMBER,
            int.class, WHOLE_NUMBER,
            Long.class, LONG_NUMBER,
            long.class, LONG_NUMBER,
            Boolean.class, TRUTH,
            boolean.class, TRUTH,
            UUID.class, GUID);

    @Override
    public <T> @Nullable ParamConverter<T> getConverter(
            Class<T> type, Type genericType, Annotation @Nullable [] annotations) {
        Form form = FORMS.get(type);
        return form == null ? null : new Reader<>(form, name(annotations));
    }

    private static String name(Annotation @Nullable [] annotations) {
        if (annotations != null) {
            for (Annotation annotation : annotations) {
                if (annotation instanceof QueryParam query) {
                    return query.value();
                }
                if (annotation instanceof PathParam path) {
                    return path.value();
                }
            }
        }
        return "A parameter";
    }

    private static Boolean truth(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "1" -> true;
            case "false", "0" -> false;
            default -> throw new IllegalArgumentException(text);
        };
    }

    private record Reader<T>(Form form, String name) implements ParamConverter<T> {
        private static final int QUOTED_LENGTH_MAX = 60;

        @Override
        @SuppressWarnings("unchecked") // the form was chosen by the class of T
        public @Nullable T fromString(@Nullable String text) {
            if (text == null || text.isBlank()) {
                return null;
            }
            try {
                return (T) form.read.apply(text.strip());
            } catch (IllegalArgumentException e) {
                String quoted = text.length() > QUOTED_LENGTH_MAX ? text.substring(0, QUOTED_LENGTH_MAX) + "..." : text;
                throw new CommandException(
                        ErrorKind.MALFORMED,
                        name + " must be " + form.expected + "; this request has '" + quoted + "'.");
            }
        }

        @Override
        public String toString(T value) {
            return String.valueOf(value);
        }
    }
}
