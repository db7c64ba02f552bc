-- Events for those who listen: in an order in which none is skipped that commits late.

-- The transaction that wrote the event. Rows from before have none and are not rewritten; they are not listened to.
ALTER TABLE job_event ADD COLUMN transaction xid8;
ALTER TABLE job_event ALTER COLUMN transaction SET DEFAULT pg_current_xact_id();

-- What the job was, on the event with which it left the schedule: afterwards nothing else may know.
ALTER TABLE job_event
  ADD COLUMN kind     text,
  ADD COLUMN job_type text,
  ADD COLUMN store_id uuid;

-- In the order of writing, so that new rows go to its end.
CREATE INDEX job_event_order ON job_event (transaction, id) WHERE transaction IS NOT NULL;
