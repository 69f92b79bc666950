-- +goose Up

-- The one-time code itself, sealed, so that the sheet can be printed again: "" once it
-- was used, ran out or was replaced.
ALTER TABLE account ADD COLUMN code_sealed TEXT NOT NULL DEFAULT '';
