-- +goose Up

CREATE TABLE school_year (
    school_id TEXT NOT NULL REFERENCES organisation (id),
    id        TEXT NOT NULL,
    label     TEXT NOT NULL,
    starts    TEXT NOT NULL,
    ends      TEXT NOT NULL,
    PRIMARY KEY (school_id, id),
    UNIQUE (school_id, label),
    CHECK (starts <= ends)
);

CREATE TABLE term (
    school_id TEXT NOT NULL,
    id        TEXT NOT NULL,
    year_id   TEXT NOT NULL,
    number    BIGINT NOT NULL,
    starts    TEXT NOT NULL,
    ends      TEXT NOT NULL,
    PRIMARY KEY (school_id, id),
    UNIQUE (school_id, year_id, number),
    FOREIGN KEY (school_id, year_id) REFERENCES school_year (school_id, id),
    CHECK (starts <= ends)
);

CREATE TABLE holiday (
    school_id TEXT NOT NULL REFERENCES organisation (id),
    id        TEXT NOT NULL,
    starts    TEXT NOT NULL,
    ends      TEXT NOT NULL,
    name_kk   TEXT NOT NULL,
    name_ru   TEXT NOT NULL,
    name_en   TEXT NOT NULL,
    PRIMARY KEY (school_id, id),
    CHECK (starts <= ends)
);

-- A bell that changes ends, and a new one begins: the times of last year stay readable.
CREATE TABLE bell (
    school_id TEXT NOT NULL REFERENCES organisation (id),
    id        TEXT NOT NULL,
    shift     BIGINT NOT NULL CHECK (shift > 0),
    period    BIGINT NOT NULL CHECK (period > 0),
    starts_at TEXT NOT NULL,
    ends_at   TEXT NOT NULL,
    starts    TEXT NOT NULL,
    ends      TEXT NOT NULL,
    PRIMARY KEY (school_id, id),
    UNIQUE (school_id, shift, period, starts),
    CHECK (starts_at < ends_at)
);

CREATE TABLE class_group (
    school_id TEXT NOT NULL REFERENCES organisation (id),
    id        TEXT NOT NULL,
    name      TEXT NOT NULL,
    name_fold TEXT NOT NULL,
    grade     BIGINT NOT NULL, -- 0: before school
    shift     BIGINT NOT NULL, -- 0: not said
    language  TEXT NOT NULL,   -- of instruction: kk, ru, en, or ''
    students  BIGINT NOT NULL,
    sort_key  TEXT NOT NULL,
    ended     TEXT NOT NULL,   -- last day; '9999-12-31' while it exists
    PRIMARY KEY (school_id, id),
    UNIQUE (school_id, name_fold, ended)
);

CREATE TABLE subject (
    school_id TEXT NOT NULL REFERENCES organisation (id),
    id        TEXT NOT NULL,
    code      TEXT NOT NULL,
    name_kk   TEXT NOT NULL,
    name_ru   TEXT NOT NULL,
    name_en   TEXT NOT NULL,
    PRIMARY KEY (school_id, id),
    UNIQUE (school_id, code)
);

-- One weekly lesson of one teacher, in force from starts to ends. A lesson that was replaced before
-- its first day keeps ends = the day before starts: it never took place, and no question by date finds it.
CREATE TABLE lesson (
    school_id  TEXT NOT NULL,
    id         TEXT NOT NULL,
    staff_id   TEXT NOT NULL,
    class_id   TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    room       TEXT NOT NULL,
    weekday    BIGINT NOT NULL CHECK (weekday BETWEEN 1 AND 7),
    shift      BIGINT NOT NULL,
    period     BIGINT NOT NULL,
    starts_at  TEXT NOT NULL,
    ends_at    TEXT NOT NULL,
    group_no   BIGINT NOT NULL, -- 0: the whole class
    starts     TEXT NOT NULL,
    ends       TEXT NOT NULL,
    PRIMARY KEY (school_id, id),
    FOREIGN KEY (school_id, staff_id) REFERENCES staff (school_id, id),
    FOREIGN KEY (school_id, class_id) REFERENCES class_group (school_id, id),
    FOREIGN KEY (school_id, subject_id) REFERENCES subject (school_id, id),
    CHECK (starts_at < ends_at)
);

CREATE INDEX lesson_staff ON lesson (school_id, staff_id, ends);
CREATE INDEX lesson_class ON lesson (school_id, class_id, ends);
CREATE INDEX lesson_period ON lesson (school_id, ends, starts);

CREATE TABLE booking (
    school_id  TEXT NOT NULL REFERENCES organisation (id),
    id         TEXT NOT NULL,
    date       TEXT NOT NULL,
    starts_at  TEXT NOT NULL,
    ends_at    TEXT NOT NULL,
    kind       TEXT NOT NULL, -- 'mentoring.meeting', 'mentoring.visit': the area and what it is
    about      TEXT NOT NULL, -- id of the record of that area
    protected  BOOLEAN NOT NULL,
    state      TEXT NOT NULL CHECK (state IN ('booked', 'released')),
    created_at TEXT NOT NULL,
    PRIMARY KEY (school_id, id),
    CHECK (starts_at < ends_at)
);

CREATE INDEX booking_date ON booking (school_id, date);
CREATE INDEX booking_about ON booking (school_id, about);

CREATE TABLE booking_person (
    school_id  TEXT NOT NULL,
    booking_id TEXT NOT NULL,
    staff_id   TEXT NOT NULL,
    part       TEXT NOT NULL CHECK (part IN ('observer', 'teacher', 'member')),
    PRIMARY KEY (school_id, booking_id, staff_id),
    FOREIGN KEY (school_id, booking_id) REFERENCES booking (school_id, id),
    FOREIGN KEY (school_id, staff_id) REFERENCES staff (school_id, id)
);

CREATE INDEX booking_person_staff ON booking_person (school_id, staff_id, booking_id);

-- Five-minute steps of a day that a booking takes of a person. The primary key is the rule itself:
-- nobody is in two bookings at once, on either database (docs/decisions/0009-bookings.md).
CREATE TABLE busy (
    school_id  TEXT NOT NULL,
    staff_id   TEXT NOT NULL,
    date       TEXT NOT NULL,
    tick       BIGINT NOT NULL CHECK (tick BETWEEN 0 AND 287),
    booking_id TEXT NOT NULL,
    PRIMARY KEY (school_id, staff_id, date, tick),
    FOREIGN KEY (school_id, staff_id) REFERENCES staff (school_id, id),
    FOREIGN KEY (school_id, booking_id) REFERENCES booking (school_id, id)
);

CREATE INDEX busy_booking ON busy (school_id, booking_id);

-- Which column of a school's file means what, remembered by the header that the file carries.
CREATE TABLE import_mapping (
    school_id          TEXT NOT NULL REFERENCES organisation (id),
    kind               TEXT NOT NULL,
    header_fingerprint TEXT NOT NULL,
    mapping            TEXT NOT NULL, -- JSON
    changed_at         TEXT NOT NULL,
    PRIMARY KEY (school_id, kind, header_fingerprint)
);

CREATE TABLE import_run (
    school_id  TEXT NOT NULL REFERENCES organisation (id),
    id         TEXT NOT NULL,
    kind       TEXT NOT NULL,
    state      TEXT NOT NULL CHECK (state IN ('previewed', 'applied', 'dropped')),
    file_name  TEXT NOT NULL,
    content    BYTEA NOT NULL, -- the file; emptied when the run is applied or dropped
    mapping    TEXT NOT NULL,  -- JSON
    starts     TEXT NOT NULL,  -- first day on which the rows hold
    created_by TEXT NOT NULL,  -- staff id, or ''
    created_at TEXT NOT NULL,
    result     TEXT NOT NULL,  -- JSON: counts and refused rows
    PRIMARY KEY (school_id, id)
);

CREATE INDEX import_run_time ON import_run (school_id, created_at);
