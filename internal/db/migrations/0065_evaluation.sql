-- +goose Up

-- The yearly survey of both sides of a programme (R084). One for each programme.
CREATE TABLE survey (
    school_id    TEXT NOT NULL,
    id           TEXT NOT NULL,
    programme_id TEXT NOT NULL,
    starter      BIGINT NOT NULL CHECK (starter >= 1), -- version of the questions it began with
    state        TEXT NOT NULL CHECK (state IN ('draft', 'announced', 'open', 'closed')),
    opens        TEXT NOT NULL, -- '' while a draft
    closes       TEXT NOT NULL, -- last day; '' while a draft
    made_by      TEXT NOT NULL,
    made_at      TEXT NOT NULL,
    PRIMARY KEY (school_id, id),
    CHECK (opens <= closes),
    CHECK (state = 'draft' OR opens <> ''),
    FOREIGN KEY (school_id, programme_id) REFERENCES programme (school_id, id)
);
CREATE UNIQUE INDEX survey_programme ON survey (school_id, programme_id);

-- The questions as they are asked; topic says which of last year's question is the same.
CREATE TABLE survey_question (
    school_id TEXT NOT NULL,
    id        TEXT NOT NULL,
    survey_id TEXT NOT NULL,
    position  BIGINT NOT NULL,
    topic     TEXT NOT NULL, -- of a starter question; '' for one of the school's own
    kind      TEXT NOT NULL CHECK (kind IN ('scale', 'text')),
    side      TEXT NOT NULL CHECK (side IN ('both', 'mentor', 'mentee')), -- who is asked
    text_kk   TEXT NOT NULL,
    text_ru   TEXT NOT NULL,
    text_en   TEXT NOT NULL,
    PRIMARY KEY (school_id, id),
    FOREIGN KEY (school_id, survey_id) REFERENCES survey (school_id, id)
);
CREATE UNIQUE INDEX survey_question_position ON survey_question (school_id, survey_id, position);

-- Who was asked, and whether she has answered: neither when nor what. The
-- primary key keeps everybody to one row and so to one answer.
CREATE TABLE survey_invitee (
    school_id TEXT NOT NULL,
    survey_id TEXT NOT NULL,
    staff_id  TEXT NOT NULL,
    side      TEXT NOT NULL CHECK (side IN ('mentor', 'mentee')),
    answered  BOOLEAN NOT NULL,
    PRIMARY KEY (school_id, survey_id, staff_id),
    FOREIGN KEY (school_id, survey_id) REFERENCES survey (school_id, id),
    FOREIGN KEY (school_id, staff_id) REFERENCES staff (school_id, id)
);

-- The answers of one person, without the person: sealed, under a random id that
-- does not sort by time. Every answer writes all sheets of the survey anew, in a
-- random order, so that neither the place of a row nor the transaction that wrote
-- it says whose it is (docs/decisions/0016-recognition-and-evaluation.md).
CREATE TABLE survey_sheet (
    school_id TEXT NOT NULL,
    id        TEXT NOT NULL,
    survey_id TEXT NOT NULL,
    sealed    TEXT NOT NULL,
    PRIMARY KEY (school_id, id),
    FOREIGN KEY (school_id, survey_id) REFERENCES survey (school_id, id)
);
CREATE INDEX survey_sheet_survey ON survey_sheet (school_id, survey_id);
