-- Versions of published documents that nothing new is begun with, held here or not.
CREATE TABLE withdrawn_documents (
    kind    TEXT NOT NULL,
    name    TEXT NOT NULL,
    version TEXT NOT NULL,
    PRIMARY KEY (kind, name, version)
) STRICT;
