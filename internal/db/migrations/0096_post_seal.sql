-- +goose Up

-- Who holds which post, and who proposed one, is vouched for with the file of keys; '' where
-- nobody vouches. What stood here before is vouched for once (package secret).
ALTER TABLE post ADD COLUMN seal TEXT NOT NULL DEFAULT '';
ALTER TABLE post_proposal ADD COLUMN seal TEXT NOT NULL DEFAULT '';
