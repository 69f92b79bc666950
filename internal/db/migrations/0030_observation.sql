-- +goose Up

-- A lesson that a colleague visits. It belongs to the teacher who is visited
-- (product promise 4): the note and the agreed next step are read by teacher
-- and observer only.
CREATE TABLE visit (
    school_id   TEXT NOT NULL,
    id          TEXT NOT NULL,
    teacher_id  TEXT NOT NULL, -- who teaches
    observer_id TEXT NOT NULL, -- who visits
    purpose     TEXT NOT NULL CHECK (purpose IN ('mentoring')),
    about       TEXT NOT NULL, -- what it serves: for mentoring the pairing's id
    lesson_id   TEXT NOT NULL,
    class_name  TEXT NOT NULL, -- as it was on the day
    subject_kk  TEXT NOT NULL,
    subject_ru  TEXT NOT NULL,
    subject_en  TEXT NOT NULL,
    room        TEXT NOT NULL,
    date        TEXT NOT NULL,
    starts_at   TEXT NOT NULL,
    ends_at     TEXT NOT NULL,
    booking_id  TEXT NOT NULL,
    state       TEXT NOT NULL CHECK (state IN ('planned', 'held', 'cancelled')),
    reason      TEXT NOT NULL, -- of a cancellation
    planned_by  TEXT NOT NULL,
    recorded_at TEXT NOT NULL, -- when it was marked as held or cancelled; '' before
    PRIMARY KEY (school_id, id),
    CHECK (teacher_id <> observer_id),
    FOREIGN KEY (school_id, teacher_id) REFERENCES staff (school_id, id),
    FOREIGN KEY (school_id, observer_id) REFERENCES staff (school_id, id)
);
CREATE INDEX visit_about ON visit (school_id, about, date);
CREATE INDEX visit_teacher ON visit (school_id, teacher_id, date);
CREATE INDEX visit_observer ON visit (school_id, observer_id, date);
-- One observer does not plan the same lesson of the same day twice.
CREATE UNIQUE INDEX visit_once ON visit (school_id, observer_id, date, starts_at) WHERE state <> 'cancelled';

-- What was written about a visit. Append only: the newest row of an author is
-- what counts, the older ones are its history.
CREATE TABLE visit_note (
    school_id  TEXT NOT NULL,
    id         TEXT NOT NULL,
    visit_id   TEXT NOT NULL,
    author_id  TEXT NOT NULL,
    text       TEXT NOT NULL,
    written_at TEXT NOT NULL,
    PRIMARY KEY (school_id, id),
    FOREIGN KEY (school_id, visit_id) REFERENCES visit (school_id, id)
);
CREATE INDEX visit_note_visit ON visit_note (school_id, visit_id, id);
