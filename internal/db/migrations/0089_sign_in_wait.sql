-- When somebody was last proved wrong, from which a growing wait counts.

-- +goose Up

ALTER TABLE sign_in_attempt ADD COLUMN latest TEXT NOT NULL DEFAULT '';
