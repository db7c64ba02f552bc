-- Events of jobs sent to addresses that people name.

CREATE TABLE webhook (
  id            uuid        PRIMARY KEY,
  name          text        NOT NULL,
  url           text        NOT NULL,
  query         text,                                -- null = all
  events        text[]      NOT NULL,                -- kinds of events; empty = all
  secret_id     uuid        NOT NULL REFERENCES secret (id),
  enabled       boolean     NOT NULL,
  off_reason    text,
  failing_since timestamptz,                         -- the first failure since the last success
  changed_by    text        NOT NULL,
  changed_at    timestamptz NOT NULL,
  -- The last event that was looked at, as a stream's id has it.
  cursor_database    bigint NOT NULL,
  cursor_transaction bigint NOT NULL,
  cursor_id          bigint NOT NULL,
  -- The server that delivers; another one may take over when the time has passed.
  lease         uuid,
  leased_until  timestamptz,
  CHECK (enabled = (off_reason IS NULL))
);

CREATE TABLE webhook_delivery (
  id           uuid        PRIMARY KEY,
  webhook_id   uuid        NOT NULL REFERENCES webhook (id) ON DELETE CASCADE,
  kind         text        NOT NULL CHECK (kind IN ('job', 'test')),
  body         text        NOT NULL,                 -- as it is sent
  replay_of    uuid,
  state        text        NOT NULL CHECK (state IN ('WAITING', 'DELIVERED', 'FAILED')),
  attempts     smallint    NOT NULL,
  created      timestamptz NOT NULL,
  next_attempt timestamptz,                          -- null = none
  last_attempt timestamptz,
  status       smallint,                             -- of the last answer; null = none came
  error        text,
  CHECK ((state = 'WAITING') = (next_attempt IS NOT NULL))
);
CREATE INDEX webhook_delivery_of_webhook ON webhook_delivery (webhook_id, id);
CREATE INDEX webhook_delivery_waiting ON webhook_delivery (webhook_id, next_attempt, id) WHERE state = 'WAITING';
CREATE INDEX webhook_delivery_ended ON webhook_delivery (created) WHERE state <> 'WAITING';

INSERT INTO scheduled_task (id, type, name, schedule, enabled, next_run)
VALUES (7, 107, 'Removal of old webhook deliveries', 'I_60', TRUE, now());
