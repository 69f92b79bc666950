-- +goose Up

-- Who made the code that waits; who gave a new way in to an account that was in use, and
-- until which day what is private stays closed to it after that; what opens it sooner:
-- words that only the owner has, kept as a hash, or a colleague whom the owner named.
ALTER TABLE account ADD COLUMN code_by TEXT NOT NULL DEFAULT '';
ALTER TABLE account ADD COLUMN code_by_name TEXT NOT NULL DEFAULT '';
ALTER TABLE account ADD COLUMN reset_at TEXT NOT NULL DEFAULT '';
ALTER TABLE account ADD COLUMN reset_by TEXT NOT NULL DEFAULT '';
ALTER TABLE account ADD COLUMN closed_until TEXT NOT NULL DEFAULT '';
ALTER TABLE account ADD COLUMN words_hash TEXT NOT NULL DEFAULT '';
ALTER TABLE account ADD COLUMN confirmer_id TEXT NOT NULL DEFAULT '';
