-- The index may lie behind the records: it holds what lines of the history up to this one said.
ALTER TABLE search_state ADD COLUMN made_to INTEGER NOT NULL DEFAULT 0;

-- Until now every commit brought it up to the last line.
UPDATE search_state SET made_to = (SELECT coalesce(max(position), 0) FROM record_history);
