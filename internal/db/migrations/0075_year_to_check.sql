-- +goose Up

-- TRUE for a school year that was saved with dates proposed by the pattern of the years
-- before, until somebody has compared them with the order of the year.
ALTER TABLE school_year ADD COLUMN to_check BOOLEAN NOT NULL DEFAULT FALSE;
