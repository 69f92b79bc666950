-- +goose Up

-- The record that the button of a reminder leads to, by kind and id; its address is made when
-- it is shown. '' where url holds the address, as for reminders made before.
ALTER TABLE reminder ADD COLUMN target_kind TEXT NOT NULL DEFAULT '';
ALTER TABLE reminder ADD COLUMN target_id TEXT NOT NULL DEFAULT '';
