-- What the server finds wrong with its own data (package selfcheck).

CREATE TABLE finding (
  id         bigint      PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  invariant  text        NOT NULL,                 -- which rule does not hold
  subject    text        NOT NULL,                 -- for which row: its id
  first_seen timestamptz NOT NULL,
  last_seen  timestamptz NOT NULL,
  gone_at    timestamptz                           -- null = still so, as far as is known
);
CREATE UNIQUE INDEX finding_open ON finding (invariant, subject) WHERE gone_at IS NULL;
CREATE INDEX finding_gone ON finding (gone_at) WHERE gone_at IS NOT NULL;

-- How far the present round through a table has come; without a row it begins.
CREATE TABLE self_check_place (
  source text PRIMARY KEY,
  after  text NOT NULL
);

INSERT INTO scheduled_task (id, type, name, schedule, enabled, next_run)
VALUES (6, 106, 'Self-check', 'I_1', TRUE, now());
