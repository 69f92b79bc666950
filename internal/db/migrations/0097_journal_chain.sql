-- +goose Up

-- An entry is vouched for with the file of keys, and has its place in the chain of its school:
-- link is a hash over the link before it and the entry. 0: not in the chain yet. What stood here
-- before is vouched for once (package secret).
ALTER TABLE journal_entry ADD COLUMN seal TEXT NOT NULL DEFAULT '';
ALTER TABLE journal_entry ADD COLUMN place BIGINT NOT NULL DEFAULT 0;
ALTER TABLE journal_entry ADD COLUMN link TEXT NOT NULL DEFAULT '';
CREATE INDEX journal_entry_open ON journal_entry (school_id, at, id) WHERE place = 0;
CREATE UNIQUE INDEX journal_entry_place ON journal_entry (school_id, place) WHERE place <> 0;

-- The end of the chain of a school.
CREATE TABLE journal_head (
    school_id TEXT NOT NULL,
    entry_id  TEXT NOT NULL, -- the last entry; '' before the first
    entries   TEXT NOT NULL, -- how many, in digits
    link      TEXT NOT NULL,
    seal      TEXT NOT NULL,
    PRIMARY KEY (school_id)
);
