package io.quartermaster.server.store;

import io.quartermaster.server.schedule.WeekDayForm;
import io.quartermaster.server.setting.JobSettings;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.function.Supplier;

/** How containers are shown, under either of their two names. Safe for many threads. */
@Singleton
class ContainerAnswers {
    static final String ONE_PAGE = "One page; the header X-Total-Count has the number of all rows";
    static final String UNLISTED = "0xA0110021 the query cannot be read; 0xA011004A unknown SortField";
    static final String NONE = "There is no such container";
    static final String REFUSED =
            "0xA0110001 no Name, or a type that does not exist or is another; 0xA0110024 the schedule;"
                    + " 0xA0110026 the name is taken";

    private final Supplier<JobSettings> settings;
    private final InstantSource clock;

    ContainerAnswers(Supplier<JobSettings> settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
    }

    ContainerResponse answer(ContainerWithStores found) {
        WeekDayForm weekDays =
                settings.get().weekDays() == JobSettings.EnumForm.NAME ? WeekDayForm.NAME : WeekDayForm.NUMBER;
        return ContainerResponse.of(found, clock.instant(), weekDays);
    }
}
