-- +goose Up

-- The first person of a school signs in before the list of staff comes. Here stands what
-- they said when it had come: which person of the list they are, or none of them. The
-- record that was theirs until then keeps the name as they wrote it.
CREATE TABLE staff_joined (
	school_id TEXT NOT NULL,
	staff_id  TEXT NOT NULL,
	into_id   TEXT NOT NULL, -- '' for nobody of the list
	joined_at TEXT NOT NULL,
	PRIMARY KEY (school_id, staff_id),
	FOREIGN KEY (school_id, staff_id) REFERENCES staff (school_id, id)
);
CREATE INDEX staff_joined_into ON staff_joined (school_id, into_id);
