-- +goose Up

-- What teacher and observers say about a visited lesson (R137-R142). Each row is a version;
-- what it was stays.
CREATE TABLE feedback_reflection (
    school_id   TEXT NOT NULL,
    id          TEXT NOT NULL,
    occasion_id TEXT NOT NULL, -- the lesson that colleagues visited together
    version     BIGINT NOT NULL,
    text        TEXT NOT NULL, -- sealed for the teacher and the observers
    written_at  TEXT NOT NULL,
    PRIMARY KEY (school_id, id),
    UNIQUE (school_id, occasion_id, version)
);

CREATE TABLE feedback_words (
    school_id   TEXT NOT NULL,
    id          TEXT NOT NULL,
    occasion_id TEXT NOT NULL,
    visit_id    TEXT NOT NULL,
    version     BIGINT NOT NULL,
    body        TEXT NOT NULL, -- the answers, sealed for the teacher and the observers
    written_at  TEXT NOT NULL,
    seen_at     TEXT NOT NULL, -- when the teacher had read this version; '' not yet
    PRIMARY KEY (school_id, id),
    UNIQUE (school_id, visit_id, version),
    FOREIGN KEY (school_id, visit_id) REFERENCES visit (school_id, id)
);
CREATE INDEX feedback_words_occasion ON feedback_words (school_id, occasion_id);

CREATE TABLE feedback_reply (
    school_id   TEXT NOT NULL,
    id          TEXT NOT NULL,
    occasion_id TEXT NOT NULL,
    visit_id    TEXT NOT NULL,
    version     BIGINT NOT NULL,
    text        TEXT NOT NULL, -- the teacher's, sealed as the words are
    written_at  TEXT NOT NULL,
    PRIMARY KEY (school_id, id),
    UNIQUE (school_id, visit_id, version),
    FOREIGN KEY (school_id, visit_id) REFERENCES visit (school_id, id)
);
CREATE INDEX feedback_reply_occasion ON feedback_reply (school_id, occasion_id);

-- The one next step on which the teacher and an observer agree.
CREATE TABLE feedback_step (
    school_id   TEXT NOT NULL,
    id          TEXT NOT NULL,
    occasion_id TEXT NOT NULL,
    teacher_id  TEXT NOT NULL,
    observer_id TEXT NOT NULL,
    proposed_by TEXT NOT NULL,
    text        TEXT NOT NULL, -- sealed for the two
    due_on      TEXT NOT NULL,
    state       TEXT NOT NULL CHECK (state IN ('proposed', 'agreed', 'ended', 'done')),
    proposed_at TEXT NOT NULL,
    agreed_at   TEXT NOT NULL,
    ended_at    TEXT NOT NULL, -- declined, taken back or ended: they look alike
    done_at     TEXT NOT NULL,
    outcome     TEXT NOT NULL, -- what came of it, sealed for the two
    PRIMARY KEY (school_id, id),
    CHECK (teacher_id <> observer_id),
    CHECK (proposed_by = teacher_id OR proposed_by = observer_id),
    FOREIGN KEY (school_id, teacher_id) REFERENCES staff (school_id, id),
    FOREIGN KEY (school_id, observer_id) REFERENCES staff (school_id, id)
);
CREATE UNIQUE INDEX feedback_step_one ON feedback_step (school_id, occasion_id, observer_id) WHERE state IN ('proposed', 'agreed');
CREATE INDEX feedback_step_teacher ON feedback_step (school_id, teacher_id, state);
CREATE INDEX feedback_step_observer ON feedback_step (school_id, observer_id, state);

-- What an observer notes for herself of what she tried afterwards.
CREATE TABLE feedback_note (
    school_id  TEXT NOT NULL,
    id         TEXT NOT NULL,
    staff_id   TEXT NOT NULL,
    visit_id   TEXT NOT NULL,
    tried_on   TEXT NOT NULL,
    text       TEXT NOT NULL, -- sealed for her
    written_at TEXT NOT NULL,
    PRIMARY KEY (school_id, id),
    FOREIGN KEY (school_id, visit_id) REFERENCES visit (school_id, id)
);
CREATE INDEX feedback_note_staff ON feedback_note (school_id, staff_id, visit_id);

-- How the feedback of a school goes; each change is a version, which holds for lessons
-- from its day on.
CREATE TABLE feedback_protocol (
    school_id TEXT NOT NULL,
    id        TEXT NOT NULL,
    version   BIGINT NOT NULL,
    starts    TEXT NOT NULL,
    body      TEXT NOT NULL, -- JSON
    made_by   TEXT NOT NULL,
    made_at   TEXT NOT NULL,
    PRIMARY KEY (school_id, id),
    UNIQUE (school_id, version)
);
