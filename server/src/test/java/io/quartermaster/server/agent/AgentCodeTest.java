package io.quartermaster.server.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AgentCodeTest {
    @Test
    void eachNumberMeansOneThingAndNoneMakesAnAgentEnroll() throws IllegalAccessException {
        List<Integer> codes = new ArrayList<>();
        for (Field field : AgentCode.class.getDeclaredFields()) {
            if (Modifier.isPublic(field.getModifiers())) {
                codes.add(field.getInt(null));
            }
        }
        assertThat(codes).hasSizeGreaterThan(10).doesNotHaveDuplicates();
        assertThat(codes).doesNotContain(0xA0100007, 0xA0100008);
    }
}
