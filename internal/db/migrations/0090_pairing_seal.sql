-- +goose Up

-- Whose a pair is, is vouched for with the file of keys; '' where nobody vouches. What stood
-- here before is vouched for once, when the database is bound (package secret).
ALTER TABLE pairing ADD COLUMN seal TEXT NOT NULL DEFAULT '';
