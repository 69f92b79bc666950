-- +goose Up

-- How the two want to talk with one another (R105). The newest row counts;
-- either of the two adds one, and the page does not say who.
CREATE TABLE pair_style (
    school_id  TEXT NOT NULL,
    id         TEXT NOT NULL,
    pairing_id TEXT NOT NULL,
    style      TEXT NOT NULL CHECK (style IN ('leading', 'supporting', 'challenging', 'sharing', 'coaching', 'informing', 'troubleshooting')),
    set_by     TEXT NOT NULL,
    set_at     TEXT NOT NULL,
    PRIMARY KEY (school_id, id),
    FOREIGN KEY (school_id, pairing_id) REFERENCES pairing (school_id, id),
    FOREIGN KEY (school_id, set_by) REFERENCES staff (school_id, id)
);
CREATE INDEX pair_style_pairing ON pair_style (school_id, pairing_id, id);

-- What somebody learns as a mentor (R102), read by the author alone. The text is
-- sealed; an entry that its author erased keeps its day and loses its text.
CREATE TABLE learning_log (
    school_id  TEXT NOT NULL,
    id         TEXT NOT NULL,
    author_id  TEXT NOT NULL,
    date       TEXT NOT NULL,
    text       TEXT NOT NULL, -- sealed
    written_at TEXT NOT NULL,
    erased_at  TEXT NOT NULL, -- '' while it is there
    PRIMARY KEY (school_id, id),
    CHECK (erased_at = '' OR text = ''),
    FOREIGN KEY (school_id, author_id) REFERENCES staff (school_id, id)
);
CREATE INDEX learning_log_author ON learning_log (school_id, author_id, date);

-- How the mentee takes it, by the categories of the study on resistance (R103),
-- read by the author alone. Sealed and erased like the learning log; the category
-- goes with the text.
CREATE TABLE resistance_note (
    school_id  TEXT NOT NULL,
    id         TEXT NOT NULL,
    pairing_id TEXT NOT NULL,
    author_id  TEXT NOT NULL,
    date       TEXT NOT NULL,
    category   TEXT NOT NULL, -- sealed: who has a copy of the database reads no category either
    text       TEXT NOT NULL, -- sealed
    written_at TEXT NOT NULL,
    erased_at  TEXT NOT NULL,
    PRIMARY KEY (school_id, id),
    CHECK (erased_at = '' OR (text = '' AND category = '')),
    FOREIGN KEY (school_id, pairing_id) REFERENCES pairing (school_id, id),
    FOREIGN KEY (school_id, author_id) REFERENCES staff (school_id, id)
);
CREATE INDEX resistance_note_author ON resistance_note (school_id, author_id, pairing_id, date);

-- What the school gave somebody for mentoring (R087).
CREATE TABLE incentive (
    school_id    TEXT NOT NULL,
    id           TEXT NOT NULL,
    staff_id     TEXT NOT NULL,
    kind         TEXT NOT NULL CHECK (kind IN ('relief', 'award', 'certificate', 'promotion', 'nomination', 'payment')),
    starts       TEXT NOT NULL,
    ends         TEXT NOT NULL, -- of a relief or a payment; else the same day
    words        TEXT NOT NULL, -- what it is
    document     TEXT NOT NULL, -- number and date of the order, '' without one
    recorded_by  TEXT NOT NULL,
    recorded_at  TEXT NOT NULL,
    withdrawn_by TEXT NOT NULL, -- '' while it stands
    withdrawn_at TEXT NOT NULL,
    PRIMARY KEY (school_id, id),
    CHECK (starts <= ends),
    FOREIGN KEY (school_id, staff_id) REFERENCES staff (school_id, id)
);
CREATE INDEX incentive_staff ON incentive (school_id, staff_id, starts);

-- Courses for mentors, and others whose graduates pass on what they learned (R081, R086).
CREATE TABLE training_course (
    school_id    TEXT NOT NULL,
    id           TEXT NOT NULL,
    title        TEXT NOT NULL,
    provider     TEXT NOT NULL,
    hours        BIGINT NOT NULL CHECK (hours BETWEEN 1 AND 1000),
    starts       TEXT NOT NULL,
    ends         TEXT NOT NULL,
    for_mentors  BOOLEAN NOT NULL, -- counts towards the standard
    recorded_by  TEXT NOT NULL,
    recorded_at  TEXT NOT NULL,
    PRIMARY KEY (school_id, id),
    CHECK (starts <= ends)
);
CREATE INDEX training_course_starts ON training_course (school_id, starts);

CREATE TABLE training_done (
    school_id   TEXT NOT NULL,
    id          TEXT NOT NULL,
    course_id   TEXT NOT NULL,
    staff_id    TEXT NOT NULL,
    done_on     TEXT NOT NULL,
    share_by    TEXT NOT NULL, -- '' where nobody expects it
    shared_on   TEXT NOT NULL, -- '' until then
    shared_how  TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    PRIMARY KEY (school_id, id),
    FOREIGN KEY (school_id, course_id) REFERENCES training_course (school_id, id),
    FOREIGN KEY (school_id, staff_id) REFERENCES staff (school_id, id)
);
CREATE UNIQUE INDEX training_done_once ON training_done (school_id, course_id, staff_id);
CREATE INDEX training_done_staff ON training_done (school_id, staff_id, done_on);

-- What the school expects of a mentor (R086), in versions. The newest holds.
CREATE TABLE role_description (
    school_id TEXT NOT NULL,
    id        TEXT NOT NULL,
    version   BIGINT NOT NULL,
    text_kk   TEXT NOT NULL,
    text_ru   TEXT NOT NULL,
    text_en   TEXT NOT NULL,
    set_by    TEXT NOT NULL,
    set_at    TEXT NOT NULL,
    PRIMARY KEY (school_id, id)
);
CREATE UNIQUE INDEX role_description_version ON role_description (school_id, version);

CREATE TABLE role_description_read (
    school_id      TEXT NOT NULL,
    description_id TEXT NOT NULL,
    staff_id       TEXT NOT NULL,
    read_at        TEXT NOT NULL,
    PRIMARY KEY (school_id, description_id, staff_id),
    FOREIGN KEY (school_id, description_id) REFERENCES role_description (school_id, id),
    FOREIGN KEY (school_id, staff_id) REFERENCES staff (school_id, id)
);

-- Help that was offered to a pair (R089, R091). The pair's answers stand apart,
-- so that no list of offers shows who of the two said what.
CREATE TABLE help_offer (
    school_id   TEXT NOT NULL,
    id          TEXT NOT NULL,
    pairing_id  TEXT NOT NULL,
    offer       TEXT NOT NULL CHECK (offer IN ('talk', 'other_time', 'more_time', 'helper', 'rematch')),
    words       TEXT NOT NULL, -- to the pair, may be empty
    state       TEXT NOT NULL CHECK (state IN ('open', 'accepted', 'declined', 'withdrawn')),
    offered_by  TEXT NOT NULL,
    offered_at  TEXT NOT NULL,
    answered_at TEXT NOT NULL,
    PRIMARY KEY (school_id, id),
    FOREIGN KEY (school_id, pairing_id) REFERENCES pairing (school_id, id),
    FOREIGN KEY (school_id, offered_by) REFERENCES staff (school_id, id)
);
CREATE INDEX help_offer_pairing ON help_offer (school_id, pairing_id, id);
-- The same is not offered twice at a time.
CREATE UNIQUE INDEX help_offer_open ON help_offer (school_id, pairing_id, offer) WHERE state = 'open';

CREATE TABLE help_answer (
    school_id   TEXT NOT NULL,
    offer_id    TEXT NOT NULL,
    staff_id    TEXT NOT NULL,
    answer      TEXT NOT NULL CHECK (answer IN ('yes', 'no')),
    answered_at TEXT NOT NULL,
    PRIMARY KEY (school_id, offer_id, staff_id),
    FOREIGN KEY (school_id, offer_id) REFERENCES help_offer (school_id, id),
    FOREIGN KEY (school_id, staff_id) REFERENCES staff (school_id, id)
);
