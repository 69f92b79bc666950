-- +goose Up

-- Somebody is not at school (R173). What was recorded stays: who comes back
-- earlier ends it, what never was is withdrawn.
CREATE TABLE absence (
    school_id   TEXT NOT NULL,
    id          TEXT NOT NULL,
    staff_id    TEXT NOT NULL,
    starts      TEXT NOT NULL,
    ends        TEXT NOT NULL,
    starts_at   TEXT NOT NULL, -- '00:00' to '23:59': whole days
    ends_at     TEXT NOT NULL,
    reason      TEXT NOT NULL CHECK (reason IN ('illness', 'leave', 'course', 'other')),
    state       TEXT NOT NULL CHECK (state IN ('recorded', 'withdrawn')),
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    PRIMARY KEY (school_id, id),
    FOREIGN KEY (school_id, staff_id) REFERENCES staff (school_id, id),
    CHECK (starts <= ends),
    CHECK (starts_at < ends_at)
);
CREATE INDEX absence_time ON absence (school_id, ends, starts);

-- Somebody gives the lesson of somebody who is absent. Its booking keeps the
-- time: nobody covers two lessons at once, since the steps of a day in "busy"
-- have a primary key. What was taught by whom stays readable when timetables change.
CREATE TABLE cover (
    school_id  TEXT NOT NULL,
    id         TEXT NOT NULL,
    absence_id TEXT NOT NULL,
    absent_id  TEXT NOT NULL, -- staff
    staff_id   TEXT NOT NULL, -- who covers
    booking_id TEXT NOT NULL,
    date       TEXT NOT NULL,
    starts_at  TEXT NOT NULL,
    ends_at    TEXT NOT NULL,
    class_name TEXT NOT NULL, -- several where classes learn together
    subject_id TEXT NOT NULL,
    room       TEXT NOT NULL,
    state      TEXT NOT NULL CHECK (state IN ('given', 'taken_back')),
    given_by   TEXT NOT NULL,
    given_at   TEXT NOT NULL,
    PRIMARY KEY (school_id, id),
    FOREIGN KEY (school_id, absence_id) REFERENCES absence (school_id, id),
    FOREIGN KEY (school_id, absent_id) REFERENCES staff (school_id, id),
    FOREIGN KEY (school_id, staff_id) REFERENCES staff (school_id, id),
    FOREIGN KEY (school_id, booking_id) REFERENCES booking (school_id, id),
    FOREIGN KEY (school_id, subject_id) REFERENCES subject (school_id, id),
    CHECK (absent_id <> staff_id)
);
-- A lesson is covered once, however many deputies click.
CREATE UNIQUE INDEX cover_lesson ON cover (school_id, absent_id, date, starts_at) WHERE state = 'given';
CREATE UNIQUE INDEX cover_booking ON cover (school_id, booking_id);
CREATE INDEX cover_staff ON cover (school_id, staff_id, date);

-- A time that somebody who plans proposes to a pair: nothing is booked before
-- both said yes, nothing is booked over a no, and who said no is not kept.
CREATE TABLE time_offer (
    school_id  TEXT NOT NULL,
    id         TEXT NOT NULL,
    pairing_id TEXT NOT NULL,
    kind       TEXT NOT NULL CHECK (kind IN ('move', 'week')),
    meeting_id TEXT NOT NULL, -- of a move, else ''
    content    TEXT NOT NULL, -- JSON: the time, and the lessons to visit
    agreed_by  TEXT NOT NULL, -- staff id of the one who said yes first, or ''
    state      TEXT NOT NULL CHECK (state IN ('asked', 'agreed', 'declined', 'replaced')),
    sent_by    TEXT NOT NULL,
    sent_at    TEXT NOT NULL,
    closed_at  TEXT NOT NULL, -- '' while asked
    PRIMARY KEY (school_id, id),
    FOREIGN KEY (school_id, pairing_id) REFERENCES pairing (school_id, id)
);
-- One question at a time for each meeting, and one for the week of a pair.
CREATE UNIQUE INDEX time_offer_open ON time_offer (school_id, pairing_id, kind, meeting_id) WHERE state = 'asked';
