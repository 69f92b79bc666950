-- +goose Up

-- A meeting, or the staffroom, that somebody observes for herself (R203). Its record has its
-- id, and is read by her alone.
CREATE TABLE observed_meeting (
    school_id   TEXT NOT NULL,
    id          TEXT NOT NULL,
    observer_id TEXT NOT NULL,
    kind        TEXT NOT NULL CHECK (kind IN ('meeting', 'staffroom')),
    title       TEXT NOT NULL, -- sealed for her
    date        TEXT NOT NULL,
    starts_at   TEXT NOT NULL,
    ends_at     TEXT NOT NULL,
    made_at     TEXT NOT NULL,
    PRIMARY KEY (school_id, id),
    FOREIGN KEY (school_id, observer_id) REFERENCES staff (school_id, id)
);
CREATE INDEX observed_meeting_observer ON observed_meeting (school_id, observer_id, date, id);
