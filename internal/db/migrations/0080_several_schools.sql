-- +goose Up

-- The accounts of somebody who works in several schools: those with the same person are
-- hers. An account that stands here alone, or not at all, is that of one school.
CREATE TABLE account_person (
	school_id  TEXT NOT NULL,
	account_id TEXT NOT NULL,
	person_id  TEXT NOT NULL,
	joined_at  TEXT NOT NULL,
	PRIMARY KEY (school_id, account_id),
	FOREIGN KEY (school_id, account_id) REFERENCES account (school_id, id)
);
-- Asked across schools, so here the school does not come first.
CREATE INDEX account_person_person ON account_person (person_id);
