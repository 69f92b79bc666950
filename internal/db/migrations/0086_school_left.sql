-- +goose Up

-- Where a school went that left this database for good, as whoever keeps its copy here said.
ALTER TABLE school_hold ADD COLUMN place TEXT NOT NULL DEFAULT '';
