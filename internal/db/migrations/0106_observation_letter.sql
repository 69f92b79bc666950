-- +goose Up

-- A letter of the employer about visited lessons, for attestation (R143): a teacher asks,
-- who is asked writes, the teacher answers, and it is issued. An issued one is never
-- changed; another takes its place.
CREATE TABLE observation_letter (
    school_id   TEXT NOT NULL,
    id          TEXT NOT NULL,
    teacher_id  TEXT NOT NULL,
    writer_id   TEXT NOT NULL,
    words       TEXT NOT NULL, -- what the teacher asks for, sealed for the two
    state       TEXT NOT NULL CHECK (state IN ('asked', 'agreed', 'ended')),
    asked_at    TEXT NOT NULL,
    agreed_at   TEXT NOT NULL,
    ended_at    TEXT NOT NULL,
    conclusion  TEXT NOT NULL, -- sealed for the writer, and for the teacher once it was shown
    shown_at    TEXT NOT NULL,
    reply       TEXT NOT NULL, -- the teacher's, sealed for the two
    seen_at     TEXT NOT NULL, -- when she had read the conclusion as it stands
    issued_at   TEXT NOT NULL,
    issued_on   TEXT NOT NULL,
    writer_role TEXT NOT NULL, -- the post of the writer on that day
    year        BIGINT NOT NULL,
    number      BIGINT NOT NULL, -- of the letter in the calendar year; 0 before it is issued
    replaces    TEXT NOT NULL, -- the issued letter in whose place it comes
    version     BIGINT NOT NULL,
    PRIMARY KEY (school_id, id),
    CHECK (teacher_id <> writer_id),
    CHECK ((number > 0) = (issued_at <> '')),
    FOREIGN KEY (school_id, teacher_id) REFERENCES staff (school_id, id),
    FOREIGN KEY (school_id, writer_id) REFERENCES staff (school_id, id)
);
CREATE INDEX observation_letter_teacher ON observation_letter (school_id, teacher_id, state);
CREATE INDEX observation_letter_writer ON observation_letter (school_id, writer_id, state);
CREATE UNIQUE INDEX observation_letter_number ON observation_letter (school_id, year, number) WHERE number > 0;

-- The visits that the teacher put into it, as they were when she asked.
CREATE TABLE observation_letter_visit (
    school_id   TEXT NOT NULL,
    letter_id   TEXT NOT NULL,
    visit_id    TEXT NOT NULL,
    observer_id TEXT NOT NULL,
    date        TEXT NOT NULL,
    class_name  TEXT NOT NULL,
    subject_kk  TEXT NOT NULL,
    subject_ru  TEXT NOT NULL,
    subject_en  TEXT NOT NULL,
    purpose     TEXT NOT NULL,
    PRIMARY KEY (school_id, letter_id, visit_id),
    FOREIGN KEY (school_id, letter_id) REFERENCES observation_letter (school_id, id),
    FOREIGN KEY (school_id, visit_id) REFERENCES visit (school_id, id)
);
