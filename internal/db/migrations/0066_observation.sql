-- +goose Up

-- Visits serve whatever area plans them: the purpose is its name for them. Notes have
-- a number given in the transaction: the greatest is the newest, whatever the clock of
-- the machine said. A database that cannot drop a CHECK copies its rows; names, columns
-- and contents stay what the older version of the program reads.
CREATE TABLE visit_next (
    school_id   TEXT NOT NULL,
    id          TEXT NOT NULL,
    teacher_id  TEXT NOT NULL, -- who teaches
    observer_id TEXT NOT NULL, -- who visits
    purpose     TEXT NOT NULL CHECK (purpose <> ''), -- 'mentoring': the area that planned it
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
INSERT INTO visit_next (school_id, id, teacher_id, observer_id, purpose, about, lesson_id, class_name, subject_kk, subject_ru, subject_en, room, date,
    starts_at, ends_at, booking_id, state, reason, planned_by, recorded_at)
SELECT school_id, id, teacher_id, observer_id, purpose, about, lesson_id, class_name, subject_kk, subject_ru, subject_en, room, date,
    starts_at, ends_at, booking_id, state, reason, planned_by, recorded_at FROM visit;

CREATE TABLE visit_note_next (
    school_id  TEXT NOT NULL,
    id         TEXT NOT NULL,
    visit_id   TEXT NOT NULL,
    author_id  TEXT NOT NULL,
    text       TEXT NOT NULL,
    written_at TEXT NOT NULL,
    number     BIGINT NOT NULL DEFAULT 0, -- of the visit, 1, 2, ...
    PRIMARY KEY (school_id, id),
    FOREIGN KEY (school_id, visit_id) REFERENCES visit_next (school_id, id)
);
INSERT INTO visit_note_next (school_id, id, visit_id, author_id, text, written_at, number)
SELECT n.school_id, n.id, n.visit_id, n.author_id, n.text, n.written_at,
    (SELECT count(*) FROM visit_note o WHERE o.school_id = n.school_id AND o.visit_id = n.visit_id AND o.id <= n.id)
FROM visit_note n;

DROP TABLE visit_note;
DROP TABLE visit;
ALTER TABLE visit_next RENAME TO visit;
ALTER TABLE visit_note_next RENAME TO visit_note;

CREATE INDEX visit_about ON visit (school_id, about, date);
CREATE INDEX visit_teacher ON visit (school_id, teacher_id, date);
CREATE INDEX visit_observer ON visit (school_id, observer_id, date);
-- One observer does not plan the same lesson of the same day twice.
CREATE UNIQUE INDEX visit_once ON visit (school_id, observer_id, date, starts_at) WHERE state <> 'cancelled';
CREATE INDEX visit_note_visit ON visit_note (school_id, visit_id, number);
