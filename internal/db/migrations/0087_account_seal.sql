-- +goose Up

-- A sum over what lets somebody in, made with the file of keys: who changes an account in
-- the database without the keys leaves a sum that is wrong, and the account opens nothing.
ALTER TABLE account ADD COLUMN seal TEXT NOT NULL DEFAULT '';
ALTER TABLE account_person ADD COLUMN seal TEXT NOT NULL DEFAULT '';
