-- Photos and signatures of an unfinished form, each written once and not with every answer. Drafts of
-- earlier programs hold theirs inside the document until they are next saved.
CREATE TABLE draft_files (
    draft_id TEXT NOT NULL REFERENCES drafts (id) ON DELETE CASCADE,
    name     TEXT NOT NULL,
    content  BLOB NOT NULL,
    PRIMARY KEY (draft_id, name)
) STRICT;
