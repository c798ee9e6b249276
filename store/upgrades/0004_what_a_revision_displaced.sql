-- A line of the history repeated the whole record; now it keeps what its revision displaced, so that
-- the history grows with the work and not with the size of records. The record itself is the newest state.
CREATE TABLE displaced_history (
    position      INTEGER PRIMARY KEY AUTOINCREMENT,
    kind          TEXT    NOT NULL,
    id            TEXT    NOT NULL,
    revision      TEXT    NOT NULL,
    displaced     TEXT    CHECK (json_valid(displaced)),  -- field: value before; NULL: the record was new
    added         TEXT    CHECK (json_valid(added)),      -- fields that were not there before
    withheld      TEXT    CHECK (json_valid(withheld)),   -- field: what the platform said below an edit of ours
    changed_at_ms INTEGER NOT NULL,
    is_deleted    INTEGER NOT NULL,
    source        TEXT    NOT NULL CHECK (source IN ('device', 'platform')),
    operator      TEXT,
    submission_id TEXT,
    item_id       TEXT,
    device_id     TEXT
) STRICT;

INSERT INTO displaced_history (position, kind, id, revision, displaced, added, withheld, changed_at_ms, is_deleted,
                               source, operator, submission_id, item_id)
SELECT position, kind, id, revision,
       CASE WHEN before IS NOT NULL THEN
           (SELECT json_group_object(old.key, json(before -> old.fullkey)) FROM json_each(before) AS old
            WHERE (fields -> old.fullkey) IS NOT (before -> old.fullkey))
       END,
       CASE WHEN before IS NOT NULL THEN
           NULLIF((SELECT json_group_array(new.key) FROM json_each(fields) AS new
                   WHERE (before -> new.fullkey) IS NULL), '[]')
       END,
       NULL, changed_at_ms, is_deleted, source, operator, submission_id, item_id
FROM (SELECT *, lag(fields) OVER (PARTITION BY kind, id ORDER BY position) AS before FROM record_history)
ORDER BY position;

-- What the platform last said of a field below an edit of ours stands in the merge base alone until now.
UPDATE displaced_history AS line
SET withheld = (
    SELECT NULLIF(json_group_object(said.key, json(records.base_fields -> said.fullkey)), '{}')
    FROM records, record_history AS shown, json_each(records.base_fields) AS said
    WHERE records.kind = line.kind AND records.id = line.id AND shown.position = line.position
      AND (shown.fields -> said.fullkey) IS NOT (records.base_fields -> said.fullkey)
)
WHERE position IN (
    SELECT max(position) FROM record_history WHERE source = 'platform' GROUP BY kind, id
);

DROP TABLE record_history;
ALTER TABLE displaced_history RENAME TO record_history;

CREATE INDEX record_history_by_record ON record_history (kind, id, position);

CREATE TRIGGER record_history_is_written_once BEFORE UPDATE ON record_history
BEGIN
    SELECT RAISE(ABORT, 'history is never rewritten');
END;

-- A merge base that says the same as the record is kept as JSON's null: most records need no second copy.
UPDATE records SET base_fields = 'null' WHERE base_fields = fields;
