package io.quartermaster.store.types;

import io.quartermaster.store.types.change.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A disk with which something happens at one of its steps. */
public final class FailingDisk extends Disk {
    /** What happens. */
    public enum How {
        /** The process ends: neither this step nor any later one is done, whatever tries. */
        KILL,
        /** From this step on nothing can be written, while files can still be renamed and deleted. */
        FULL
    }

    /** The end of the process; no code may catch it. */
    public static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }

    private final How how;
    private final int failingStep;
    private final List<String> steps = new ArrayList<>();

    /** Fails at a step, counted from 0. */
    public FailingDisk(How how, int failingStep) {
        this.how = how;
        this.failingStep = failingStep;
    }

    /** Counts only. */
    public static FailingDisk counting() {
        return new FailingDisk(How.KILL, Integer.MAX_VALUE);
    }

    /** What was done, or tried. */
    public List<String> steps() {
        return steps;
    }

    @Override
    protected void before(String step, Path path) throws IOException {
        int number = steps.size();
        steps.add(step + " " + path.getFileName());
        if (number < failingStep) {
            return;
        }
        if (how == How.KILL) {
            throw new Killed();
        }
        if (step.equals("create") || step.equals("write")) {
            throw new IOException("No space left on device");
        }
    }
}
