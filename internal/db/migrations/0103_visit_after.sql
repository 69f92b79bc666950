-- +goose Up

-- A colleague was in a lesson without having asked, and asks afterwards that it counts as a
-- visit which she may record.
ALTER TABLE visit_request ADD COLUMN afterwards BOOLEAN NOT NULL DEFAULT FALSE;
