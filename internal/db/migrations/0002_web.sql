-- What the pages need beside the session itself.

-- +goose Up

-- The account of a session, so that all sessions of an account can be ended.
ALTER TABLE session ADD COLUMN account_id TEXT NOT NULL DEFAULT '';
CREATE INDEX session_account ON session (account_id);

-- Attempts to sign in, by login and by address. Kept here and not in memory, so
-- that a second copy of the program and a restart count on. attempt_key is a hash.
CREATE TABLE sign_in_attempt (
	attempt_key TEXT NOT NULL PRIMARY KEY,
	began       TEXT NOT NULL,
	tries       BIGINT NOT NULL
);
CREATE INDEX sign_in_attempt_began ON sign_in_attempt (began);
