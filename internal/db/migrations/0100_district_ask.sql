-- +goose Up

-- A school that finds no mentor of a subject in the district asks the office above it: a
-- subject and how many colleagues, and no word more. The office answers with one of its
-- schools, or that there is nobody now.
CREATE TABLE district_ask (
    school_id    TEXT NOT NULL,
    id           TEXT NOT NULL,
    office_id    TEXT NOT NULL,
    subject_code TEXT NOT NULL,
    places       BIGINT NOT NULL, -- how many colleagues need a mentor
    state        TEXT NOT NULL CHECK (state IN ('asked', 'named', 'nobody', 'withdrawn')),
    to_school_id TEXT NOT NULL,   -- the school that the office named, '' none
    asked_by     TEXT NOT NULL,
    asked_at     TEXT NOT NULL,
    answered_at  TEXT NOT NULL,
    PRIMARY KEY (school_id, id),
    CHECK (school_id <> to_school_id)
);
CREATE INDEX district_ask_of ON district_ask (office_id, state);
CREATE UNIQUE INDEX district_ask_once ON district_ask (school_id, subject_code) WHERE state = 'asked';
