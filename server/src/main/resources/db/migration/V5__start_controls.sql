-- Control over when jobs start, and what is needed to tell the story of one job.

-- Of a job that left the schedule without ever running only events are left; its id says when it was made, and this index
-- finds the events of that time. Rows come in the order of their time, so it is small and costs next to nothing.
CREATE INDEX job_event_at ON job_event USING brin (at);

-- When the last sign of progress was noted as an event; a running attempt may send many.
ALTER TABLE attempt_in_process ADD COLUMN progress_at timestamptz;

-- What people have stopped. A paused job stays on the schedule and does not start.
CREATE TABLE job_pause (
  id           uuid        PRIMARY KEY,
  agent_id     uuid,                               -- exactly one of the four says which jobs
  container_id integer     REFERENCES certificate_store_container (id) ON DELETE CASCADE,
  job_type     text,                               -- full name or generic kind, in any case
  query        text,                               -- over the fields of scheduled jobs
  reason       text        NOT NULL,
  paused_by    text        NOT NULL,
  since        timestamptz NOT NULL,
  until        timestamptz,                        -- null = until a person resumes
  CHECK (num_nonnulls(agent_id, container_id, job_type, query) = 1)
);

-- When the jobs of a container's stores do not start, by the clock on the wall of a time zone.
CREATE TABLE quiet_hours (
  id           uuid        PRIMARY KEY,
  container_id integer     NOT NULL REFERENCES certificate_store_container (id) ON DELETE CASCADE,
  days         integer[]   NOT NULL,               -- on which they begin; 0 = Sunday
  from_minute  smallint    NOT NULL CHECK (from_minute BETWEEN 0 AND 1439),
  to_minute    smallint    NOT NULL CHECK (to_minute BETWEEN 1 AND 1440),   -- not after from_minute: of the next day
  zone         text        NOT NULL,               -- name in the IANA time zone database
  reason       text        NOT NULL,
  set_by       text        NOT NULL,
  since        timestamptz NOT NULL
);
CREATE INDEX quiet_hours_container ON quiet_hours (container_id);

-- How many attempts may run at once. A hand-out under a cap locks its row, so that the count is exact.
CREATE TABLE job_cap (
  id            uuid        PRIMARY KEY,
  scope         text        NOT NULL CHECK (scope IN ('ALL', 'AGENT', 'STORE_TYPE')),
  agent_id      uuid,                              -- of scope AGENT; null = each agent
  store_type_id integer,                           -- of scope STORE_TYPE
  running_max   integer     NOT NULL CHECK (running_max >= 1),
  awaited       boolean     NOT NULL,              -- jobs may wait for room: whoever makes room tells their agents
  set_by        text        NOT NULL,
  since         timestamptz NOT NULL,
  CHECK ((scope = 'STORE_TYPE') = (store_type_id IS NOT NULL) AND (scope = 'AGENT' OR agent_id IS NULL))
);
CREATE UNIQUE INDEX job_cap_subject ON job_cap (scope, coalesce(agent_id::text, ''), coalesce(store_type_id, -1));

ALTER TABLE scheduled_job
  ADD COLUMN overlap          text     NOT NULL DEFAULT 'QUEUE' CHECK (overlap IN ('SKIP', 'QUEUE', 'REPLACE')),
  ADD COLUMN jitter_seconds   integer  NOT NULL DEFAULT 0,   -- at most so much is added to each next run
  ADD COLUMN jittered_seconds integer  NOT NULL DEFAULT 0,   -- so much of next_run is chance
  ADD COLUMN rollout_id       uuid,
  ADD COLUMN wave             smallint;
ALTER TABLE unscheduled_job
  ADD COLUMN overlap          text     NOT NULL DEFAULT 'QUEUE',
  ADD COLUMN jitter_seconds   integer  NOT NULL DEFAULT 0,
  ADD COLUMN jittered_seconds integer  NOT NULL DEFAULT 0,
  ADD COLUMN rollout_id       uuid,
  ADD COLUMN wave             smallint;
CREATE INDEX scheduled_job_replace ON scheduled_job (next_run) WHERE state = 'IN_PROCESS' AND overlap = 'REPLACE';

-- A set of jobs that start in waves. Those of later waves are held until the wave before has ended.
CREATE TABLE rollout (
  id              uuid        PRIMARY KEY,
  job_type        text        NOT NULL,
  state           text        NOT NULL CHECK (state IN ('RUNNING', 'STOPPED', 'COMPLETED')),
  wave            smallint    NOT NULL,            -- jobs of this wave and of those before may start
  failures_max    integer,                         -- so many failures stop it; one of the two
  failure_percent smallint,                        -- or so many of the jobs that were let go
  forgiven        integer     NOT NULL DEFAULT 0,  -- failures from before it was resumed
  stopped_because text,
  started_by      text        NOT NULL,
  started_at      timestamptz NOT NULL,
  ended_at        timestamptz
);
CREATE TABLE rollout_wave (
  rollout_id uuid     NOT NULL REFERENCES rollout (id) ON DELETE CASCADE,
  wave       smallint NOT NULL,                    -- from 1 on
  jobs       integer  NOT NULL,
  ended      integer  NOT NULL DEFAULT 0,          -- will not run any more, for whatever reason
  failed     integer  NOT NULL DEFAULT 0,          -- of these
  PRIMARY KEY (rollout_id, wave)
);
CREATE TABLE rollout_job (
  rollout_id uuid     NOT NULL REFERENCES rollout (id) ON DELETE CASCADE,
  agent_id   uuid     NOT NULL,
  job_id     uuid     NOT NULL,
  wave       smallint NOT NULL,
  outcome    text     CHECK (outcome IN ('ENDED', 'FAILED')),
  PRIMARY KEY (rollout_id, job_id)
);
CREATE INDEX rollout_job_open ON rollout_job (rollout_id, wave) WHERE outcome IS NULL;

-- Until when it has been looked which obstacles ended by themselves. One row; whoever holds its lock looks.
CREATE TABLE obstacle_watch (
  id        smallint    PRIMARY KEY CHECK (id = 1),
  looked_at timestamptz NOT NULL
);
INSERT INTO obstacle_watch (id, looked_at) VALUES (1, now());
