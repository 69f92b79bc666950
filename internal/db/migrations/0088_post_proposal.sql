-- +goose Up

-- A post that waits for a second person: who proposed it, and how it ended. Refused and
-- taken back are one state.
CREATE TABLE post_proposal (
	school_id   TEXT NOT NULL,
	id          TEXT NOT NULL,
	staff_id    TEXT NOT NULL,
	role        TEXT NOT NULL,
	unit_id     TEXT NOT NULL,
	area_kk     TEXT NOT NULL,
	area_ru     TEXT NOT NULL,
	area_en     TEXT NOT NULL,
	starts      TEXT NOT NULL,
	ends        TEXT NOT NULL,
	order_no    TEXT NOT NULL,
	order_date  TEXT NOT NULL,
	proposed_by TEXT NOT NULL, -- staff
	proposed_at TEXT NOT NULL,
	state       TEXT NOT NULL, -- asked, agreed, ended
	agreed_at   TEXT NOT NULL DEFAULT '',
	ended_at    TEXT NOT NULL DEFAULT '',
	PRIMARY KEY (school_id, id),
	FOREIGN KEY (school_id, staff_id) REFERENCES staff (school_id, id)
);
CREATE UNIQUE INDEX post_proposal_open ON post_proposal (school_id, staff_id, role, unit_id) WHERE state = 'asked';
