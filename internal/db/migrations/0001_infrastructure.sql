-- What every area needs: sessions, jobs, the journal, reminders, settings.
-- A row of no school has school_id ''.

-- +goose Up

-- Two copies of the program that migrate one SQLite file at the same moment: the
-- second cannot record the same version, so it cannot apply it twice.
CREATE UNIQUE INDEX goose_db_version_once ON goose_db_version (version_id);

-- token_hash is the SHA-256 of the token in the cookie: who reads the table
-- cannot take over a session.
CREATE TABLE session (
	token_hash TEXT NOT NULL PRIMARY KEY,
	data       BYTEA NOT NULL,
	expires    TEXT NOT NULL
);
CREATE INDEX session_expires ON session (expires);

CREATE TABLE job (
	school_id  TEXT NOT NULL,
	id         TEXT NOT NULL,
	kind       TEXT NOT NULL,
	args       TEXT NOT NULL,
	unique_key TEXT NOT NULL,
	state      TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'dead')),
	run_at     TEXT NOT NULL, -- waiting: not before; running: taken to be lost after
	attempts   BIGINT NOT NULL,
	error      TEXT NOT NULL,
	created_at TEXT NOT NULL,
	ended_at   TEXT NOT NULL,
	PRIMARY KEY (school_id, id)
);
CREATE UNIQUE INDEX job_unique ON job (school_id, kind, unique_key) WHERE state = 'waiting' AND unique_key <> '';
-- The worker asks across schools, so here the school does not come first.
CREATE INDEX job_due ON job (state, run_at, id);

-- The next run of each periodic job, shared by all copies of the program.
CREATE TABLE job_schedule (
	name    TEXT NOT NULL PRIMARY KEY,
	next_at TEXT NOT NULL
);

CREATE TABLE journal_entry (
	school_id   TEXT NOT NULL,
	id          TEXT NOT NULL,
	at          TEXT NOT NULL,
	staff_id    TEXT NOT NULL,
	actor       TEXT NOT NULL,
	event       TEXT NOT NULL,
	record_kind TEXT NOT NULL,
	record_id   TEXT NOT NULL,
	details     TEXT NOT NULL,
	PRIMARY KEY (school_id, id)
);
CREATE INDEX journal_entry_record ON journal_entry (school_id, record_kind, record_id, id);

CREATE TABLE reminder (
	school_id   TEXT NOT NULL,
	id          TEXT NOT NULL,
	staff_id    TEXT NOT NULL,
	message_key TEXT NOT NULL,
	args        TEXT NOT NULL,
	url         TEXT NOT NULL,
	due_on      TEXT NOT NULL,
	about       TEXT NOT NULL, -- id of the record it closes with
	created_at  TEXT NOT NULL,
	done_at     TEXT NOT NULL, -- '' while open
	PRIMARY KEY (school_id, id)
);
CREATE UNIQUE INDEX reminder_open ON reminder (school_id, staff_id, message_key, about) WHERE done_at = '';
CREATE INDEX reminder_about ON reminder (school_id, about);

CREATE TABLE setting (
	school_id TEXT NOT NULL,
	name      TEXT NOT NULL,
	value     TEXT NOT NULL,
	PRIMARY KEY (school_id, name)
);
