-- +goose Up

-- The words of the school in plain language (R107). A change is a new version; the
-- newest counts. The starter list stands in the program and has no rows here.
CREATE TABLE support_term (
    school_id TEXT   NOT NULL REFERENCES organisation (id),
    id        TEXT   NOT NULL, -- of the word, the same in all its versions
    version   BIGINT NOT NULL CHECK (version >= 1),
    word_kk   TEXT   NOT NULL,
    word_ru   TEXT   NOT NULL,
    word_en   TEXT   NOT NULL,
    means_kk  TEXT   NOT NULL,
    means_ru  TEXT   NOT NULL,
    means_en  TEXT   NOT NULL,
    hidden    BOOLEAN NOT NULL, -- taken off the list
    set_by    TEXT   NOT NULL,
    set_at    TEXT   NOT NULL,
    PRIMARY KEY (school_id, id, version)
);

-- Weeks between check-ins, a version for every change (R111).
CREATE TABLE support_rhythm (
    school_id    TEXT   NOT NULL,
    id           TEXT   NOT NULL,
    programme_id TEXT   NOT NULL,
    version      BIGINT NOT NULL CHECK (version >= 1),
    weeks        BIGINT NOT NULL CHECK (weeks BETWEEN 0 AND 12), -- 0: nobody is reminded
    set_by       TEXT   NOT NULL,
    set_at       TEXT   NOT NULL,
    PRIMARY KEY (school_id, id),
    FOREIGN KEY (school_id, programme_id) REFERENCES programme (school_id, id)
);
CREATE UNIQUE INDEX support_rhythm_version ON support_rhythm (school_id, programme_id, version);

-- Persons of trust of a programme: named by those who keep it, agreed by the person (R078, R113).
CREATE TABLE trust_person (
    school_id    TEXT NOT NULL,
    id           TEXT NOT NULL,
    programme_id TEXT NOT NULL,
    staff_id     TEXT NOT NULL,
    state        TEXT NOT NULL CHECK (state IN ('asked', 'agreed', 'ended')),
    named_by     TEXT NOT NULL,
    named_at     TEXT NOT NULL,
    agreed_at    TEXT NOT NULL, -- '' until then
    ended_at     TEXT NOT NULL, -- '' while it holds
    PRIMARY KEY (school_id, id),
    FOREIGN KEY (school_id, programme_id) REFERENCES programme (school_id, id),
    FOREIGN KEY (school_id, staff_id) REFERENCES staff (school_id, id)
);
CREATE UNIQUE INDEX trust_person_once ON trust_person (school_id, programme_id, staff_id) WHERE state <> 'ended';

-- Whom somebody has chosen: for questions, or to see the check-ins (R118, R111).
-- Somebody outside the school has no account; name and way to reach are sealed.
CREATE TABLE support_helper (
    school_id   TEXT NOT NULL,
    id          TEXT NOT NULL,
    person_id   TEXT NOT NULL, -- who chose
    purpose     TEXT NOT NULL CHECK (purpose IN ('questions', 'check_ins')),
    helper_id   TEXT NOT NULL, -- staff; '' outside the school
    outside     TEXT NOT NULL, -- sealed JSON of name and contact; '' inside
    state       TEXT NOT NULL CHECK (state IN ('asked', 'agreed', 'ended')),
    asked_at    TEXT NOT NULL,
    agreed_at   TEXT NOT NULL, -- '' until then
    ended_at    TEXT NOT NULL, -- '' while it holds; who ended it is not kept
    PRIMARY KEY (school_id, id),
    CHECK (helper_id <> person_id),
    CHECK ((helper_id = '') <> (outside = '')),
    CHECK (purpose = 'questions' OR helper_id <> ''),
    FOREIGN KEY (school_id, person_id) REFERENCES staff (school_id, id)
);
CREATE UNIQUE INDEX support_helper_once ON support_helper (school_id, person_id, purpose, helper_id)
    WHERE state <> 'ended' AND helper_id <> '';
-- One person at most sees the check-ins.
CREATE UNIQUE INDEX support_helper_check_ins ON support_helper (school_id, person_id) WHERE state <> 'ended' AND purpose = 'check_ins';
CREATE INDEX support_helper_of ON support_helper (school_id, helper_id);

-- A question to the partner or to a helper (R108).
CREATE TABLE support_question (
    school_id  TEXT NOT NULL,
    id         TEXT NOT NULL,
    asker_id   TEXT NOT NULL,
    asked_id   TEXT NOT NULL, -- staff; '' for a helper outside
    helper_id  TEXT NOT NULL, -- support_helper; '' for the partner
    text       TEXT NOT NULL, -- sealed
    state      TEXT NOT NULL CHECK (state IN ('open', 'answered', 'closed')),
    asked_at   TEXT NOT NULL,
    closed_at  TEXT NOT NULL,
    PRIMARY KEY (school_id, id),
    CHECK (asked_id <> asker_id),
    CHECK (asked_id <> '' OR helper_id <> ''),
    FOREIGN KEY (school_id, asker_id) REFERENCES staff (school_id, id)
);
CREATE INDEX support_question_asker ON support_question (school_id, asker_id, id);
CREATE INDEX support_question_asked ON support_question (school_id, asked_id, id);

-- What was said to a question: by the one asked, or further by the asker, who
-- also notes what a helper outside answered.
CREATE TABLE support_answer (
    school_id   TEXT NOT NULL,
    id          TEXT NOT NULL,
    question_id TEXT NOT NULL,
    author_id   TEXT NOT NULL,
    text        TEXT NOT NULL, -- sealed
    said_at     TEXT NOT NULL,
    PRIMARY KEY (school_id, id),
    FOREIGN KEY (school_id, question_id) REFERENCES support_question (school_id, id)
);
CREATE INDEX support_answer_question ON support_answer (school_id, question_id, id);

-- A check-in of a mentee (R111). The answers are sealed: nothing can be counted over them.
CREATE TABLE check_in (
    school_id  TEXT NOT NULL,
    id         TEXT NOT NULL,
    pairing_id TEXT NOT NULL,
    person_id  TEXT NOT NULL,
    helper_id  TEXT NOT NULL, -- support_helper that may see it; '' for nobody
    date       TEXT NOT NULL,
    answers    TEXT NOT NULL, -- sealed JSON
    kept_at    TEXT NOT NULL,
    PRIMARY KEY (school_id, id),
    FOREIGN KEY (school_id, pairing_id) REFERENCES pairing (school_id, id)
);
CREATE INDEX check_in_person ON check_in (school_id, person_id, id);
CREATE INDEX check_in_helper ON check_in (school_id, helper_id, id);

-- A wish for more freedom or more guidance, told to the mentor (R112).
CREATE TABLE guidance_wish (
    school_id  TEXT NOT NULL,
    id         TEXT NOT NULL,
    pairing_id TEXT NOT NULL,
    person_id  TEXT NOT NULL,
    wish       TEXT NOT NULL, -- sealed JSON of step and text
    said_at    TEXT NOT NULL,
    seen_at    TEXT NOT NULL, -- by the mentor, '' until then
    PRIMARY KEY (school_id, id),
    FOREIGN KEY (school_id, pairing_id) REFERENCES pairing (school_id, id)
);
CREATE INDEX guidance_wish_pairing ON guidance_wish (school_id, pairing_id, id);

-- "It does not work", in confidence (R078, R113).
CREATE TABLE mismatch (
    school_id   TEXT NOT NULL,
    id          TEXT NOT NULL,
    pairing_id  TEXT NOT NULL,
    sender_id   TEXT NOT NULL,
    receiver_id TEXT NOT NULL,
    said        TEXT NOT NULL, -- sealed JSON of kind and text
    state       TEXT NOT NULL CHECK (state IN ('sent', 'offered', 'settled', 'withdrawn')),
    outcome     TEXT NOT NULL CHECK (outcome IN ('', 'talk', 'other_time', 'more_time', 'helper', 'change', 'none')),
    sent_at     TEXT NOT NULL,
    answer_by   TEXT NOT NULL, -- the day until which the receiver answers
    ended_at    TEXT NOT NULL,
    PRIMARY KEY (school_id, id),
    CHECK (sender_id <> receiver_id),
    FOREIGN KEY (school_id, pairing_id) REFERENCES pairing (school_id, id),
    FOREIGN KEY (school_id, sender_id) REFERENCES staff (school_id, id),
    FOREIGN KEY (school_id, receiver_id) REFERENCES staff (school_id, id)
);
CREATE INDEX mismatch_sender ON mismatch (school_id, sender_id, id);
CREATE INDEX mismatch_receiver ON mismatch (school_id, receiver_id, id);
-- One at a time to one receiver.
CREATE UNIQUE INDEX mismatch_open ON mismatch (school_id, pairing_id, sender_id, receiver_id) WHERE state IN ('sent', 'offered');

-- What the receiver offered, and whether the sender took it.
CREATE TABLE mismatch_offer (
    school_id   TEXT NOT NULL,
    id          TEXT NOT NULL,
    mismatch_id TEXT NOT NULL,
    what        TEXT NOT NULL CHECK (what IN ('talk', 'other_time', 'more_time', 'helper', 'change')),
    text        TEXT NOT NULL, -- sealed
    offered_at  TEXT NOT NULL,
    answer      TEXT NOT NULL CHECK (answer IN ('', 'yes', 'no')),
    answered_at TEXT NOT NULL,
    PRIMARY KEY (school_id, id),
    FOREIGN KEY (school_id, mismatch_id) REFERENCES mismatch (school_id, id)
);
CREATE INDEX mismatch_offer_of ON mismatch_offer (school_id, mismatch_id, id);
