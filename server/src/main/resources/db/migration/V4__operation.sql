-- Bulk operations on jobs: who did what to how many, what an unschedule can be undone with, and plans.

-- One row for each unschedule, reschedule, acknowledgement and undo; of single jobs too.
CREATE TABLE job_operation (
  id              uuid        PRIMARY KEY,
  action          text        NOT NULL CHECK (action IN ('UNSCHEDULE', 'RESCHEDULE', 'ACKNOWLEDGE', 'UNDO')),
  at              timestamptz NOT NULL,
  actor           text        NOT NULL,
  reason          text,                            -- as given by the person; the calls of the public API have none
  selection       text        NOT NULL,            -- the query, or how many ids
  jobs            bigint      NOT NULL,
  agents          integer     NOT NULL,
  plan_id         uuid,
  undo_of         uuid,                            -- of an undo: the unschedule that it took back
  undone_by       uuid,                            -- of an unschedule: the undo that took it back
  jobs_kept_until timestamptz NOT NULL,            -- until then it is known which jobs these were, and an undo is possible
  jobs_kept       boolean     NOT NULL DEFAULT true
);
CREATE INDEX job_operation_kept ON job_operation (jobs_kept_until) WHERE jobs_kept;

-- What was unscheduled: all that is needed to put it back. The secrets its fields name are kept as long as the row.
CREATE TABLE unscheduled_job (
  operation_id       uuid        NOT NULL,
  agent_id           uuid        NOT NULL,
  id                 uuid        NOT NULL,
  kind               text        NOT NULL,
  job_type_id        uuid        NOT NULL,
  job_type           text        NOT NULL,
  store_id           uuid,
  client_machine     text,
  store_path         text,
  target             text,
  schedule           text,
  requested_at       timestamptz NOT NULL,
  requested_by       text        NOT NULL,
  next_run           timestamptz NOT NULL,
  retry_count        smallint    NOT NULL,
  last_attempt_id    bigint,
  last_attempt_start timestamptz,
  priority           smallint    NOT NULL,
  fields             jsonb       NOT NULL,
  restored_as        uuid,                         -- the job that an undo made of it
  PRIMARY KEY (operation_id, id)
);
CREATE INDEX unscheduled_job_secrets ON unscheduled_job (agent_id, id) WHERE kind = 'CUSTOM';

-- An undo must see that the world moved on.
ALTER TABLE agent ADD COLUMN reset_at timestamptz;
ALTER TABLE custom_job_type ADD COLUMN changed_at timestamptz;       -- its name or its fields

-- Which rows of the history a reschedule or an acknowledgement changed.
CREATE TABLE changed_attempt (
  operation_id uuid   NOT NULL,
  agent_id     uuid   NOT NULL,
  history_id   bigint NOT NULL,
  job_id       uuid   NOT NULL,
  new_job_id   uuid,                               -- of a reschedule that made a new job
  PRIMARY KEY (operation_id, history_id)
);

-- What a command would do, judged at one moment, for people to look at before they give it.
CREATE TABLE plan (
  id           uuid        PRIMARY KEY,
  action       text        NOT NULL CHECK (action IN ('UNSCHEDULE', 'RESCHEDULE', 'ACKNOWLEDGE')),
  at           timestamptz NOT NULL,               -- tokens of the query such as %TODAY% stay what they were then
  actor        text        NOT NULL,
  reason       text,
  query        text,                               -- null: made from a list of ids
  selection    text        NOT NULL,
  expires_at   timestamptz NOT NULL,
  hash         text        NOT NULL,               -- SHA-256 of the action and the rows below
  operation_id uuid                                -- what applying it became
);
CREATE INDEX plan_expires ON plan (expires_at);

-- One row for each job that matched; of a reschedule and an acknowledgement, for each row of the history.
CREATE TABLE plan_job (
  plan_id      uuid   NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
  position     bigint NOT NULL,
  agent_id     uuid,                               -- null: an id that belongs to nothing
  job_id       uuid,
  history_id   bigint,
  kind         text,
  container_id integer,                            -- of the job's store
  code         text,                               -- why it would not change; null = it would
  PRIMARY KEY (plan_id, position)
);
