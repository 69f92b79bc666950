-- +goose Up

-- How pairs are chosen and what weighs how much: rules of the school, versioned
-- with the rest of the policy (R074).
ALTER TABLE programme_policy ADD COLUMN method TEXT NOT NULL DEFAULT 'stable' CHECK (method IN ('stable', 'best-fit'));
ALTER TABLE programme_policy ADD COLUMN weight_subject BIGINT NOT NULL DEFAULT 30 CHECK (weight_subject BETWEEN 0 AND 100);
ALTER TABLE programme_policy ADD COLUMN weight_need BIGINT NOT NULL DEFAULT 20 CHECK (weight_need BETWEEN 0 AND 100);
ALTER TABLE programme_policy ADD COLUMN weight_hours BIGINT NOT NULL DEFAULT 20 CHECK (weight_hours BETWEEN 0 AND 100);
ALTER TABLE programme_policy ADD COLUMN weight_language BIGINT NOT NULL DEFAULT 8 CHECK (weight_language BETWEEN 0 AND 100);
ALTER TABLE programme_policy ADD COLUMN weight_unit BIGINT NOT NULL DEFAULT 5 CHECK (weight_unit BETWEEN 0 AND 100);
ALTER TABLE programme_policy ADD COLUMN weight_experience BIGINT NOT NULL DEFAULT 3 CHECK (weight_experience BETWEEN 0 AND 100);

-- What a proposal was made for and how it stood when it was made. The version
-- grows with every change, so that two who change it at once do not overwrite each other.
ALTER TABLE proposal ADD COLUMN for_mentee TEXT NOT NULL DEFAULT ''; -- of a re-match: the one who needs a mentor; '' for all who wait
ALTER TABLE proposal ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
ALTER TABLE proposal ADD COLUMN changes BIGINT NOT NULL DEFAULT 0; -- by hand, that can be taken back
ALTER TABLE proposal ADD COLUMN method TEXT NOT NULL DEFAULT 'stable';
ALTER TABLE proposal ADD COLUMN fit_made BIGINT NOT NULL DEFAULT -1; -- total fit as made; -1 not kept
ALTER TABLE proposal ADD COLUMN blocking_made BIGINT NOT NULL DEFAULT -1;
ALTER TABLE proposal ADD COLUMN choices TEXT NOT NULL DEFAULT ''; -- JSON: who may be with whom and the fit; '' once it is no draft

-- The running pairing that a proposed pair takes the place of; '' none.
ALTER TABLE proposal_pair ADD COLUMN instead_of TEXT NOT NULL DEFAULT '';

-- Every change by hand of a draft, so that the last one can be taken back.
CREATE TABLE proposal_change (
    school_id   TEXT NOT NULL,
    id          TEXT NOT NULL,
    proposal_id TEXT NOT NULL,
    version     BIGINT NOT NULL, -- of the proposal, after the change
    moves       TEXT NOT NULL,   -- JSON: mentee, mentor before, mentor after
    made_by     TEXT NOT NULL,
    made_at     TEXT NOT NULL,
    undone_at   TEXT NOT NULL,   -- '' while it holds
    PRIMARY KEY (school_id, id),
    FOREIGN KEY (school_id, proposal_id) REFERENCES proposal (school_id, id)
);
CREATE UNIQUE INDEX proposal_change_version ON proposal_change (school_id, proposal_id, version);

-- A pairing that ends because somebody asked for a change says so in its own
-- word, the same whoever asked (R078). The check of a column cannot be changed in
-- both databases, so the column is made anew.
DROP INDEX pairing_mentee;
DROP INDEX pairing_place;
ALTER TABLE pairing ADD COLUMN stands TEXT NOT NULL DEFAULT 'running' CHECK (stands IN ('running', 'completed', 'left', 'changed'));
UPDATE pairing SET stands = state;
ALTER TABLE pairing DROP COLUMN state;
ALTER TABLE pairing RENAME COLUMN stands TO state;
CREATE UNIQUE INDEX pairing_mentee ON pairing (school_id, programme_id, mentee_id) WHERE state = 'running';
CREATE UNIQUE INDEX pairing_place ON pairing (school_id, programme_id, mentor_id, place) WHERE state = 'running';

-- An order appoints, changes or ends.
ALTER TABLE mentoring_order ADD COLUMN kind TEXT NOT NULL DEFAULT 'new' CHECK (kind IN ('new', 'changed', 'ended'));
-- The pairing that was before (changed) or that ends (ended); '' none.
ALTER TABLE mentoring_order_pair ADD COLUMN former TEXT NOT NULL DEFAULT '';

-- A school lets its teachers mentor colleagues of other schools of the district, from one day to another (R062, R121).
CREATE TABLE district_opening (
    school_id TEXT NOT NULL,
    id        TEXT NOT NULL,
    starts    TEXT NOT NULL,
    ends      TEXT NOT NULL,
    set_by    TEXT NOT NULL,
    set_at    TEXT NOT NULL,
    PRIMARY KEY (school_id, id),
    CHECK (starts <= ends)
);
CREATE UNIQUE INDEX district_opening_now ON district_opening (school_id) WHERE ends = '9999-12-31';

-- A teacher offers to mentor a colleague of another school on-line.
CREATE TABLE district_offer (
    school_id TEXT NOT NULL,
    id        TEXT NOT NULL,
    staff_id  TEXT NOT NULL,
    places    BIGINT NOT NULL CHECK (places BETWEEN 1 AND 10),
    starts    TEXT NOT NULL,
    ends      TEXT NOT NULL,
    set_at    TEXT NOT NULL,
    PRIMARY KEY (school_id, id),
    CHECK (starts <= ends),
    FOREIGN KEY (school_id, staff_id) REFERENCES staff (school_id, id)
);
CREATE UNIQUE INDEX district_offer_now ON district_offer (school_id, staff_id) WHERE ends = '9999-12-31';

-- A school asks another for such a mentor. It is a row of the school that asks;
-- the school asked reaches it through to_school_id alone.
CREATE TABLE district_request (
    school_id     TEXT NOT NULL,
    id            TEXT NOT NULL,
    mentee_id     TEXT NOT NULL,
    subject_code  TEXT NOT NULL,
    to_school_id  TEXT NOT NULL,
    to_staff_id   TEXT NOT NULL,
    shared_hours  BIGINT NOT NULL,
    state         TEXT NOT NULL CHECK (state IN ('asked', 'school_agreed', 'agreed', 'not_agreed', 'withdrawn')),
    asked_by      TEXT NOT NULL,
    asked_at      TEXT NOT NULL,
    answered_at   TEXT NOT NULL, -- the last answer
    PRIMARY KEY (school_id, id),
    CHECK (school_id <> to_school_id),
    FOREIGN KEY (school_id, mentee_id) REFERENCES staff (school_id, id),
    FOREIGN KEY (to_school_id, to_staff_id) REFERENCES staff (school_id, id)
);
CREATE INDEX district_request_to ON district_request (to_school_id, state);
CREATE UNIQUE INDEX district_request_once ON district_request (school_id, mentee_id, to_school_id, to_staff_id)
    WHERE state IN ('asked', 'school_agreed', 'agreed');
