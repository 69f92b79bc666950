-- +goose Up

-- A lesson that its teacher opens to colleagues: to all, or to those whom she names
-- (R129-R132, R134). Whoever comes has a visit about it.
CREATE TABLE open_lesson (
    school_id   TEXT NOT NULL,
    id          TEXT NOT NULL,
    teacher_id  TEXT NOT NULL,
    lesson_id   TEXT NOT NULL, -- of the timetable
    class_name  TEXT NOT NULL, -- as it was when it was opened
    subject_kk  TEXT NOT NULL,
    subject_ru  TEXT NOT NULL,
    subject_en  TEXT NOT NULL,
    room        TEXT NOT NULL,
    date        TEXT NOT NULL,
    starts_at   TEXT NOT NULL,
    ends_at     TEXT NOT NULL,
    purpose     TEXT NOT NULL CHECK (purpose IN ('sharing', 'help', 'mentoring', 'decade', 'attestation', 'seminar')),
    focus       TEXT NOT NULL, -- the teacher's question, sealed for who may come
    daily       BOOLEAN NOT NULL, -- an ordinary lesson, not one made to be shown
    rehearsed   BOOLEAN NOT NULL,
    audience    TEXT NOT NULL CHECK (audience IN ('all', 'named')),
    places      BIGINT NOT NULL CHECK (places BETWEEN 1 AND 30),
    state       TEXT NOT NULL CHECK (state IN ('open', 'withdrawn')),
    version     BIGINT NOT NULL,
    made_by     TEXT NOT NULL,
    made_at     TEXT NOT NULL,
    PRIMARY KEY (school_id, id),
    FOREIGN KEY (school_id, teacher_id) REFERENCES staff (school_id, id)
);
CREATE INDEX open_lesson_date ON open_lesson (school_id, state, date, starts_at, id);
CREATE INDEX open_lesson_teacher ON open_lesson (school_id, teacher_id, date);
CREATE UNIQUE INDEX open_lesson_once ON open_lesson (school_id, teacher_id, date, starts_at) WHERE state = 'open';

-- What it served before its teacher said otherwise (R130). Append only.
CREATE TABLE open_lesson_was (
    school_id  TEXT NOT NULL,
    id         TEXT NOT NULL,
    open_lesson_id TEXT NOT NULL,
    version    BIGINT NOT NULL,
    purpose    TEXT NOT NULL,
    daily      BOOLEAN NOT NULL,
    rehearsed  BOOLEAN NOT NULL,
    changed_at TEXT NOT NULL,
    PRIMARY KEY (school_id, id),
    UNIQUE (school_id, open_lesson_id, version),
    FOREIGN KEY (school_id, open_lesson_id) REFERENCES open_lesson (school_id, id)
);

-- Whom the teacher named.
CREATE TABLE open_lesson_guest (
    school_id      TEXT NOT NULL,
    open_lesson_id TEXT NOT NULL,
    staff_id       TEXT NOT NULL,
    PRIMARY KEY (school_id, open_lesson_id, staff_id),
    FOREIGN KEY (school_id, open_lesson_id) REFERENCES open_lesson (school_id, id),
    FOREIGN KEY (school_id, staff_id) REFERENCES staff (school_id, id)
);
CREATE INDEX open_lesson_guest_staff ON open_lesson_guest (school_id, staff_id);

-- Somebody asks to see a lesson; its teacher gives leave or not (R134). A no, no answer and
-- what was taken back are one state: nothing tells who said no.
CREATE TABLE visit_request (
    school_id   TEXT NOT NULL,
    id          TEXT NOT NULL,
    observer_id TEXT NOT NULL,
    teacher_id  TEXT NOT NULL,
    lesson_id   TEXT NOT NULL,
    class_name  TEXT NOT NULL,
    subject_kk  TEXT NOT NULL,
    subject_ru  TEXT NOT NULL,
    subject_en  TEXT NOT NULL,
    room        TEXT NOT NULL,
    date        TEXT NOT NULL,
    starts_at   TEXT NOT NULL,
    ends_at     TEXT NOT NULL,
    purpose     TEXT NOT NULL CHECK (purpose IN ('sharing', 'help', 'mentoring', 'decade', 'attestation', 'seminar')),
    words       TEXT NOT NULL, -- what the observer would like to see, sealed for the two
    state       TEXT NOT NULL CHECK (state IN ('asked', 'agreed', 'ended')),
    asked_at    TEXT NOT NULL,
    agreed_at   TEXT NOT NULL,
    ended_at    TEXT NOT NULL,
    PRIMARY KEY (school_id, id),
    CHECK (teacher_id <> observer_id),
    FOREIGN KEY (school_id, teacher_id) REFERENCES staff (school_id, id),
    FOREIGN KEY (school_id, observer_id) REFERENCES staff (school_id, id)
);
CREATE UNIQUE INDEX visit_request_once ON visit_request (school_id, observer_id, date, starts_at) WHERE state = 'asked';
CREATE INDEX visit_request_teacher ON visit_request (school_id, teacher_id, state, date);

-- A colleague whom somebody chose to question her practice (R133), with her agreement.
CREATE TABLE critical_friend (
    school_id TEXT NOT NULL,
    id        TEXT NOT NULL,
    person_id TEXT NOT NULL,
    friend_id TEXT NOT NULL,
    state     TEXT NOT NULL CHECK (state IN ('asked', 'agreed', 'ended')),
    asked_at  TEXT NOT NULL,
    agreed_at TEXT NOT NULL,
    ended_at  TEXT NOT NULL,
    PRIMARY KEY (school_id, id),
    CHECK (person_id <> friend_id),
    FOREIGN KEY (school_id, person_id) REFERENCES staff (school_id, id),
    FOREIGN KEY (school_id, friend_id) REFERENCES staff (school_id, id)
);
CREATE UNIQUE INDEX critical_friend_once ON critical_friend (school_id, person_id, friend_id) WHERE state <> 'ended';
CREATE INDEX critical_friend_friend ON critical_friend (school_id, friend_id, state);
