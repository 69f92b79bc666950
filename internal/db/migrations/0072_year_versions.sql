-- +goose Up

-- The number of the version of a year with its terms: raised by each change, so that
-- a form made from an older one is refused. 0 where nobody has changed it yet.
ALTER TABLE school_year ADD COLUMN version BIGINT NOT NULL DEFAULT 0;

-- The bells of a school are a set that is saved as one: each save is a version of it.
CREATE TABLE bell_schedule (
    school_id TEXT   NOT NULL REFERENCES organisation (id),
    version   BIGINT NOT NULL,
    starts    TEXT   NOT NULL, -- the day from which the bells of this save ring
    saved_by  TEXT   NOT NULL,
    saved_at  TEXT   NOT NULL,
    PRIMARY KEY (school_id, version)
);
