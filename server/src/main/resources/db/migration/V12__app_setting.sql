-- What people have set while the servers run (settings that nobody has set have no row), and what the server does about
-- agents that do not call any more.

CREATE TABLE app_setting (
  id         integer     PRIMARY KEY,              -- of the code; never given to another setting
  value      text        NOT NULL,                 -- as answered
  changed_at timestamptz NOT NULL,
  changed_by text        NOT NULL
);

-- From when on the history of jobs is kept: one row, once something was removed.
CREATE TABLE history_purge (
  only_row  boolean     PRIMARY KEY DEFAULT true CHECK (only_row),
  kept_from timestamptz NOT NULL,
  at        timestamptz NOT NULL
);

INSERT INTO scheduled_task (id, type, name, schedule, enabled, next_run)
SELECT n.id, n.type, n.name, n.schedule, TRUE,
       date_trunc('day', now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC' + interval '1 day' + n.at
  FROM (VALUES (3, 103, 'Removal of old job history', 'D_02:00', interval '2 hours'),
               (4, 104, 'Removal of certificates that nothing holds', 'D_02:30', interval '2 hours 30 minutes'))
       AS n (id, type, name, schedule, at);
