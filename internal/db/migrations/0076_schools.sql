-- +goose Up

-- Under whom an organisation stood, each for its time; the open one says the same as
-- organisation.parent_id. One that never moved has none.
CREATE TABLE organisation_place (
	school_id TEXT NOT NULL REFERENCES organisation (id), -- the organisation itself
	id        TEXT NOT NULL,
	parent_id TEXT NOT NULL, -- '' at the top of a tree
	starts    TEXT NOT NULL,
	ends      TEXT NOT NULL,
	PRIMARY KEY (school_id, id),
	CHECK (starts <= ends)
);
CREATE UNIQUE INDEX organisation_place_open ON organisation_place (school_id) WHERE ends = '9999-12-31';

-- A school that takes no changes: closed, or on its way into another database. It can
-- still be read.
CREATE TABLE school_hold (
	school_id TEXT NOT NULL REFERENCES organisation (id),
	why       TEXT NOT NULL CHECK (why IN ('closed', 'moving')),
	starts    TEXT NOT NULL, -- the first day without changes
	PRIMARY KEY (school_id, why)
);
