-- A job that was refused because it is not due yet: its agent must ask anew from then on.
ALTER TABLE agent_session ADD COLUMN stale_from timestamptz;
