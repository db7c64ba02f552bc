-- Which agents' sessions have changed, for servers that remember which sessions hold (docs/decisions/0008-heartbeats-from-memory.md).
-- Written by the statement that changes a session or a list of jobs, read by every server once a second, kept for minutes.
CREATE TABLE session_change (
  agent_id   uuid        NOT NULL,
  changed_in xid8        NOT NULL DEFAULT pg_current_xact_id(),
  at         timestamptz NOT NULL DEFAULT clock_timestamp()
);
-- In the order of writing, so that new rows go to its end.
CREATE INDEX session_change_order ON session_change (changed_in);
