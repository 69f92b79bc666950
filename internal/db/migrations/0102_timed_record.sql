-- +goose Up

-- The timed record that an observer makes of a visit (R135, R136). It has the id of what is
-- observed, belongs to the teacher who teaches, and consists of its operations.
CREATE TABLE timed_record (
    school_id   TEXT NOT NULL,
    id          TEXT NOT NULL, -- of the visit, or of a meeting
    teacher_id  TEXT NOT NULL, -- '' where nobody teaches
    observer_id TEXT NOT NULL,
    template_id TEXT NOT NULL, -- the tags with which it began
    last_number BIGINT NOT NULL, -- of its operations
    begun_at    TEXT NOT NULL,
    finished_at TEXT NOT NULL, -- '' while it is being made
    PRIMARY KEY (school_id, id),
    FOREIGN KEY (school_id, observer_id) REFERENCES staff (school_id, id)
);

-- What was recorded, one thing after another. Append only: what corrects stands over what
-- it corrects.
CREATE TABLE timed_operation (
    school_id   TEXT NOT NULL,
    id          TEXT NOT NULL,
    record_id   TEXT NOT NULL,
    number      BIGINT NOT NULL, -- in the order in which they came
    op_key      TEXT NOT NULL, -- of the device: what is sent twice is kept once
    kind        TEXT NOT NULL CHECK (kind IN ('line', 'head')),
    line_key    TEXT NOT NULL, -- '' of the head
    over_keys   TEXT NOT NULL, -- the operations that it stands over, with spaces between
    device      TEXT NOT NULL,
    device_ms   BIGINT NOT NULL, -- the clock of the device when it happened, ms since 1970
    skew_ms     BIGINT NOT NULL, -- what is to be added for the time of the program
    typed       BOOLEAN NOT NULL, -- from paper, afterwards
    received_at TEXT NOT NULL,
    body        TEXT NOT NULL, -- sealed for the two
    PRIMARY KEY (school_id, id),
    UNIQUE (school_id, record_id, op_key),
    UNIQUE (school_id, record_id, number),
    FOREIGN KEY (school_id, record_id) REFERENCES timed_record (school_id, id)
);

-- The tags that a school chose for its records; each change is a version, which holds
-- from its day on.
CREATE TABLE record_template (
    school_id TEXT NOT NULL,
    id        TEXT NOT NULL,
    kind      TEXT NOT NULL CHECK (kind IN ('lesson', 'meeting', 'staffroom')),
    version   BIGINT NOT NULL,
    starts    TEXT NOT NULL,
    groups    TEXT NOT NULL, -- JSON
    made_by   TEXT NOT NULL,
    made_at   TEXT NOT NULL,
    PRIMARY KEY (school_id, id),
    UNIQUE (school_id, kind, version)
);
