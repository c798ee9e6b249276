-- The index that finds a person. It is made of the records and can be made again from them; nothing else
-- is kept in it. Terms are written and read by store/search_terms.py; it has no text of its own to leak.
CREATE TABLE searchable (
    position INTEGER PRIMARY KEY,
    id       TEXT    NOT NULL UNIQUE
) STRICT;

-- One word a term, split at spaces alone; first letters of terms have an index of their own, because
-- that is what the first keys typed ask for.
CREATE VIRTUAL TABLE search_terms USING fts5 (
    terms, content = '', contentless_delete = 1, detail = 'none', tokenize = 'ascii', prefix = '2 3 4'
);

CREATE TABLE search_state (
    name    TEXT    PRIMARY KEY CHECK (name = 'terms'),
    version INTEGER NOT NULL
) STRICT;

-- A record that is erased leaves the search in the same commit, whoever erases it.
CREATE TRIGGER erased_persons_leave_the_search AFTER DELETE ON records WHEN old.kind = 'person'
BEGIN
    DELETE FROM search_terms WHERE rowid = (SELECT position FROM searchable WHERE id = old.id);
    DELETE FROM searchable WHERE id = old.id;
END;
