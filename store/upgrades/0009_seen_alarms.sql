-- Who looked at an alarm first, and when. The alarm itself is never removed.
ALTER TABLE alarms ADD COLUMN seen_by TEXT;
ALTER TABLE alarms ADD COLUMN seen_at_ms INTEGER;
