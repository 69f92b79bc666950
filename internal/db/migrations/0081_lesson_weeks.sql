-- +goose Up

-- In which of two weeks that take turns a lesson is held: 1 or 2; 0 is every week.
ALTER TABLE lesson ADD COLUMN week BIGINT NOT NULL DEFAULT 0;
