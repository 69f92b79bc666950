-- +goose Up

-- A first step of a new school that one person put off; the row goes when it is taken
-- back, since it is about nothing but that person's own page.
CREATE TABLE first_step_later (
    school_id TEXT NOT NULL REFERENCES organisation (id),
    staff_id  TEXT NOT NULL,
    step      TEXT NOT NULL,
    put_at    TEXT NOT NULL,
    PRIMARY KEY (school_id, staff_id, step)
);
