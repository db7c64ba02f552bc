package io.quartermaster.agent.fake;

import io.quartermaster.agent.spi.CustomJob;
import io.quartermaster.agent.spi.CustomJobException;
import io.quartermaster.agent.spi.CustomJobField;
import io.quartermaster.agent.spi.CustomJobRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A custom job that says which {@code Id} it ran for; with {@code Fail} it fails. */
public final class FakeJob implements CustomJob {
    public final List<String> ran = Collections.synchronizedList(new ArrayList<>());

    @Override
    public String name() {
        return "Fake";
    }

    @Override
    public String description() {
        return "For tests.";
    }

    @Override
    public List<CustomJobField> fields() {
        return List.of();
    }

    @Override
    public String run(CustomJobRequest request) throws CustomJobException {
        String id = request.field("Id").orElse("none");
        ran.add(id);
        if (request.field("Fail").isPresent()) {
            throw new CustomJobException("It failed.");
        }
        if (request.field("Explode").isPresent()) {
            throw new IllegalStateException("secret inner words");
        }
        return "ran " + id;
    }
}
