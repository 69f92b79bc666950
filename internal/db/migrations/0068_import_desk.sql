-- +goose Up

-- The desk at which a school reads a file or brings it in: one at a time, which the
-- key makes sure of. A place that is not freed becomes free by itself.
CREATE TABLE import_desk (
    school_id  TEXT NOT NULL,
    holder     TEXT NOT NULL, -- of this piece of work
    staff_id   TEXT NOT NULL, -- who is at work; empty for the program itself
    begun_at   TEXT NOT NULL,
    held_until TEXT NOT NULL,
    PRIMARY KEY (school_id)
);

-- What the columns and the first day were when a form was made.
ALTER TABLE import_run ADD COLUMN version BIGINT NOT NULL DEFAULT 1;

-- Imports that were put away after two weeks kept what was shown of them: names,
-- ages, categories. They keep nothing.
UPDATE import_run SET result = '' WHERE state = 'dropped';
