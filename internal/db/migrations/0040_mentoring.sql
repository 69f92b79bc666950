-- +goose Up

-- A mentoring programme of one school year (R082).
CREATE TABLE programme (
    school_id TEXT NOT NULL,
    id        TEXT NOT NULL,
    year_id   TEXT NOT NULL,
    kind      TEXT NOT NULL CHECK (kind IN ('one_to_one')),
    starts    TEXT NOT NULL,
    ends      TEXT NOT NULL,
    state     TEXT NOT NULL CHECK (state IN ('preparing', 'running', 'closed')),
    opened_by TEXT NOT NULL,
    opened_at TEXT NOT NULL,
    PRIMARY KEY (school_id, id),
    CHECK (starts <= ends),
    FOREIGN KEY (school_id, year_id) REFERENCES school_year (school_id, id)
);
CREATE UNIQUE INDEX programme_of_year ON programme (school_id, year_id, kind);

-- The rules of a programme. A change is a new version; every pairing keeps the
-- version it was made under (product promise 8).
CREATE TABLE programme_policy (
    school_id           TEXT NOT NULL,
    id                  TEXT NOT NULL,
    programme_id        TEXT NOT NULL,
    version             BIGINT NOT NULL,
    eligibility         TEXT NOT NULL CHECK (eligibility IN ('category', 'willing')), -- R080
    categories          TEXT NOT NULL, -- comma list; used when eligibility is category
    mentor_min_years    BIGINT NOT NULL CHECK (mentor_min_years BETWEEN 0 AND 60),
    newcomer_years      BIGINT NOT NULL CHECK (newcomer_years BETWEEN 0 AND 60), -- needs a mentor below so many years
    first_year_here     BOOLEAN NOT NULL,
    after_leave         BOOLEAN NOT NULL, -- R116
    after_leave_months  BIGINT NOT NULL CHECK (after_leave_months BETWEEN 0 AND 60),
    mentees_per_mentor  BIGINT NOT NULL CHECK (mentees_per_mentor BETWEEN 1 AND 10), -- R077
    min_shared_hours    BIGINT NOT NULL CHECK (min_shared_hours BETWEEN 0 AND 40),
    meetings_per_week   BIGINT NOT NULL CHECK (meetings_per_week BETWEEN 0 AND 5), -- R093
    meeting_minutes     BIGINT NOT NULL CHECK (meeting_minutes BETWEEN 10 AND 120),
    visits_by_mentor    BIGINT NOT NULL CHECK (visits_by_mentor BETWEEN 0 AND 10), -- a week, R094
    visits_by_mentee    BIGINT NOT NULL CHECK (visits_by_mentee BETWEEN 0 AND 10), -- a week, R094, R109
    trial_weeks         BIGINT NOT NULL CHECK (trial_weeks BETWEEN 0 AND 52),
    reply_days          BIGINT NOT NULL CHECK (reply_days BETWEEN 1 AND 60), -- to answer the mentor's report, R114
    final_talk          TEXT NOT NULL, -- what the talk at the end of the year judges, said in advance (R070)
    set_by              TEXT NOT NULL,
    set_at              TEXT NOT NULL,
    PRIMARY KEY (school_id, id),
    FOREIGN KEY (school_id, programme_id) REFERENCES programme (school_id, id)
);
CREATE UNIQUE INDEX programme_policy_version ON programme_policy (school_id, programme_id, version);

-- Who was asked to take part, on which side, and the answer. A refusal needs no
-- reason and stores none (R076).
CREATE TABLE participant (
    school_id    TEXT NOT NULL,
    id           TEXT NOT NULL,
    programme_id TEXT NOT NULL,
    staff_id     TEXT NOT NULL,
    side         TEXT NOT NULL CHECK (side IN ('mentor', 'mentee')),
    reasons      TEXT NOT NULL, -- why: comma list of need keys
    state        TEXT NOT NULL CHECK (state IN ('invited', 'accepted', 'declined', 'withdrawn')),
    invited_by   TEXT NOT NULL,
    invited_at   TEXT NOT NULL,
    answered_at  TEXT NOT NULL,
    PRIMARY KEY (school_id, id),
    FOREIGN KEY (school_id, programme_id) REFERENCES programme (school_id, id),
    FOREIGN KEY (school_id, staff_id) REFERENCES staff (school_id, id)
);
-- Nobody is mentor and mentee of one programme at once.
CREATE UNIQUE INDEX participant_once ON participant (school_id, programme_id, staff_id);
CREATE INDEX participant_staff ON participant (school_id, staff_id);

-- The short profile. Each save is a new version; the newest counts.
CREATE TABLE profile (
    school_id      TEXT NOT NULL,
    id             TEXT NOT NULL,
    participant_id TEXT NOT NULL,
    version        BIGINT NOT NULL,
    topics         TEXT NOT NULL, -- comma list: strengths of a mentor, needs of a mentee
    strengths      TEXT NOT NULL,
    needs          TEXT NOT NULL,
    hopes          TEXT NOT NULL, -- wishes in own words
    capacity       BIGINT NOT NULL CHECK (capacity BETWEEN 0 AND 10), -- of a mentor
    languages      TEXT NOT NULL, -- comma list of kk, ru, en
    saved_at       TEXT NOT NULL,
    PRIMARY KEY (school_id, id),
    FOREIGN KEY (school_id, participant_id) REFERENCES participant (school_id, id)
);
CREATE UNIQUE INDEX profile_version ON profile (school_id, participant_id, version);

-- Wishes and vetoes, seen by their author alone; matching reads them (R075, R112).
-- A changed mind ends a row and begins another.
CREATE TABLE preference (
    school_id      TEXT NOT NULL,
    id             TEXT NOT NULL,
    participant_id TEXT NOT NULL,
    other_id       TEXT NOT NULL, -- staff
    kind           TEXT NOT NULL CHECK (kind IN ('wish', 'veto')),
    rank           BIGINT NOT NULL, -- of a wish: 1 is dearest
    set_at         TEXT NOT NULL,
    ended_at       TEXT NOT NULL, -- '' while it holds
    PRIMARY KEY (school_id, id),
    FOREIGN KEY (school_id, participant_id) REFERENCES participant (school_id, id),
    FOREIGN KEY (school_id, other_id) REFERENCES staff (school_id, id)
);
CREATE UNIQUE INDEX preference_once ON preference (school_id, participant_id, other_id) WHERE ended_at = '';

-- A proposal of pairs, made by matching and changed by hand.
CREATE TABLE proposal (
    school_id    TEXT NOT NULL,
    id           TEXT NOT NULL,
    programme_id TEXT NOT NULL,
    number       BIGINT NOT NULL,
    state        TEXT NOT NULL CHECK (state IN ('draft', 'sent', 'replaced')),
    unmatched    TEXT NOT NULL, -- JSON: who stays without a mentor and why
    made_by      TEXT NOT NULL,
    made_at      TEXT NOT NULL,
    sent_at      TEXT NOT NULL,
    PRIMARY KEY (school_id, id),
    FOREIGN KEY (school_id, programme_id) REFERENCES programme (school_id, id)
);
CREATE UNIQUE INDEX proposal_number ON proposal (school_id, programme_id, number);
CREATE UNIQUE INDEX proposal_draft ON proposal (school_id, programme_id) WHERE state = 'draft';

CREATE TABLE proposal_pair (
    school_id   TEXT NOT NULL,
    id          TEXT NOT NULL,
    proposal_id TEXT NOT NULL,
    mentor_id   TEXT NOT NULL, -- staff
    mentee_id   TEXT NOT NULL, -- staff
    fit         BIGINT NOT NULL,
    reasons     TEXT NOT NULL, -- JSON: what spoke for and against
    by_hand     BOOLEAN NOT NULL,
    state       TEXT NOT NULL CHECK (state IN ('draft', 'asked', 'agreed', 'not_agreed', 'ordered', 'removed')),
    PRIMARY KEY (school_id, id),
    CHECK (mentor_id <> mentee_id),
    FOREIGN KEY (school_id, proposal_id) REFERENCES proposal (school_id, id),
    FOREIGN KEY (school_id, mentor_id) REFERENCES staff (school_id, id),
    FOREIGN KEY (school_id, mentee_id) REFERENCES staff (school_id, id)
);
CREATE INDEX proposal_pair_proposal ON proposal_pair (school_id, proposal_id);
-- A mentee stands in one living pair of a proposal.
CREATE UNIQUE INDEX proposal_pair_mentee ON proposal_pair (school_id, proposal_id, mentee_id)
    WHERE state IN ('draft', 'asked', 'agreed', 'ordered');

-- The answers, apart from the pair, so that no list of pairs can show who said no.
CREATE TABLE consent (
    school_id   TEXT NOT NULL,
    id          TEXT NOT NULL,
    pair_id     TEXT NOT NULL,
    staff_id    TEXT NOT NULL,
    answer      TEXT NOT NULL CHECK (answer IN ('yes', 'no')),
    answered_at TEXT NOT NULL,
    PRIMARY KEY (school_id, id),
    FOREIGN KEY (school_id, pair_id) REFERENCES proposal_pair (school_id, id),
    FOREIGN KEY (school_id, staff_id) REFERENCES staff (school_id, id)
);
CREATE UNIQUE INDEX consent_once ON consent (school_id, pair_id, staff_id);

-- The director's order (R067).
CREATE TABLE mentoring_order (
    school_id    TEXT NOT NULL,
    id           TEXT NOT NULL,
    programme_id TEXT NOT NULL,
    number       TEXT NOT NULL, -- '' until it is signed
    date         TEXT NOT NULL,
    starts       TEXT NOT NULL, -- of the pairings
    ends         TEXT NOT NULL,
    state        TEXT NOT NULL CHECK (state IN ('draft', 'signed', 'withdrawn')),
    prepared_by  TEXT NOT NULL,
    prepared_at  TEXT NOT NULL,
    signed_by    TEXT NOT NULL,
    signed_at    TEXT NOT NULL,
    PRIMARY KEY (school_id, id),
    CHECK (starts <= ends),
    FOREIGN KEY (school_id, programme_id) REFERENCES programme (school_id, id)
);
CREATE UNIQUE INDEX mentoring_order_number ON mentoring_order (school_id, programme_id, number) WHERE state = 'signed';
CREATE UNIQUE INDEX mentoring_order_draft ON mentoring_order (school_id, programme_id) WHERE state = 'draft';

CREATE TABLE mentoring_order_pair (
    school_id TEXT NOT NULL,
    order_id  TEXT NOT NULL,
    pair_id   TEXT NOT NULL,
    position  BIGINT NOT NULL,
    PRIMARY KEY (school_id, order_id, pair_id),
    FOREIGN KEY (school_id, order_id) REFERENCES mentoring_order (school_id, id),
    FOREIGN KEY (school_id, pair_id) REFERENCES proposal_pair (school_id, id)
);

-- Mentor and mentee by order.
CREATE TABLE pairing (
    school_id    TEXT NOT NULL,
    id           TEXT NOT NULL,
    programme_id TEXT NOT NULL,
    policy_id    TEXT NOT NULL, -- the version of the rules it was made under
    order_id     TEXT NOT NULL,
    pair_id      TEXT NOT NULL,
    mentor_id    TEXT NOT NULL,
    mentee_id    TEXT NOT NULL,
    place        BIGINT NOT NULL, -- which of the mentor's places it takes
    starts       TEXT NOT NULL,
    ends         TEXT NOT NULL,
    trial_ends   TEXT NOT NULL, -- '' without a trial period
    state        TEXT NOT NULL CHECK (state IN ('running', 'completed', 'left')),
    closed_at    TEXT NOT NULL,
    PRIMARY KEY (school_id, id),
    CHECK (mentor_id <> mentee_id),
    CHECK (place BETWEEN 1 AND 10),
    CHECK (starts <= ends),
    FOREIGN KEY (school_id, programme_id) REFERENCES programme (school_id, id),
    FOREIGN KEY (school_id, policy_id) REFERENCES programme_policy (school_id, id),
    FOREIGN KEY (school_id, order_id) REFERENCES mentoring_order (school_id, id),
    FOREIGN KEY (school_id, pair_id) REFERENCES proposal_pair (school_id, id),
    FOREIGN KEY (school_id, mentor_id) REFERENCES staff (school_id, id),
    FOREIGN KEY (school_id, mentee_id) REFERENCES staff (school_id, id)
);
-- The database itself keeps a mentee to one mentor, and a mentor to the places
-- there are: two transactions that take the last place want the same number.
CREATE UNIQUE INDEX pairing_mentee ON pairing (school_id, programme_id, mentee_id) WHERE state = 'running';
CREATE UNIQUE INDEX pairing_place ON pairing (school_id, programme_id, mentor_id, place) WHERE state = 'running';
CREATE UNIQUE INDEX pairing_pair ON pairing (school_id, pair_id);
CREATE INDEX pairing_mentor ON pairing (school_id, mentor_id);

-- The joint plan (R092): every save is a whole new version.
CREATE TABLE mentoring_plan (
    school_id  TEXT NOT NULL,
    id         TEXT NOT NULL,
    pairing_id TEXT NOT NULL,
    version    BIGINT NOT NULL,
    content    TEXT NOT NULL, -- JSON: strong sides, weak sides, goals, steps by month
    agreed_by  TEXT NOT NULL, -- comma list of staff who agreed to this version
    saved_by   TEXT NOT NULL,
    saved_at   TEXT NOT NULL,
    PRIMARY KEY (school_id, id),
    FOREIGN KEY (school_id, pairing_id) REFERENCES pairing (school_id, id)
);
CREATE UNIQUE INDEX mentoring_plan_version ON mentoring_plan (school_id, pairing_id, version);

CREATE TABLE meeting (
    school_id   TEXT NOT NULL,
    id          TEXT NOT NULL,
    pairing_id  TEXT NOT NULL,
    booking_id  TEXT NOT NULL,
    date        TEXT NOT NULL,
    starts_at   TEXT NOT NULL,
    ends_at     TEXT NOT NULL,
    place       TEXT NOT NULL,
    state       TEXT NOT NULL CHECK (state IN ('planned', 'held', 'moved', 'cancelled')),
    reason      TEXT NOT NULL, -- why moved or cancelled
    moved_to    TEXT NOT NULL, -- id of the meeting that took its place
    topics      TEXT NOT NULL, -- what the two worked on: comma list (R096)
    recorded_at TEXT NOT NULL,
    PRIMARY KEY (school_id, id),
    FOREIGN KEY (school_id, pairing_id) REFERENCES pairing (school_id, id)
);
CREATE INDEX meeting_pairing ON meeting (school_id, pairing_id, date);
CREATE UNIQUE INDEX meeting_once ON meeting (school_id, pairing_id, date, starts_at) WHERE state IN ('planned', 'held');

-- Notes of a meeting. Append only. audience 'pair': both read it; 'author': the
-- author alone (R069).
CREATE TABLE meeting_note (
    school_id  TEXT NOT NULL,
    id         TEXT NOT NULL,
    meeting_id TEXT NOT NULL,
    author_id  TEXT NOT NULL,
    audience   TEXT NOT NULL CHECK (audience IN ('pair', 'author')),
    text       TEXT NOT NULL,
    written_at TEXT NOT NULL,
    PRIMARY KEY (school_id, id),
    FOREIGN KEY (school_id, meeting_id) REFERENCES meeting (school_id, id)
);
CREATE INDEX meeting_note_meeting ON meeting_note (school_id, meeting_id, id);

-- What the two agreed to do next, at a meeting or after a visit (R095).
CREATE TABLE next_step (
    school_id  TEXT NOT NULL,
    id         TEXT NOT NULL,
    pairing_id TEXT NOT NULL,
    source     TEXT NOT NULL CHECK (source IN ('meeting', 'visit')),
    source_id  TEXT NOT NULL,
    text       TEXT NOT NULL,
    owner_id   TEXT NOT NULL,
    due        TEXT NOT NULL,
    done_on    TEXT NOT NULL, -- '' while open
    agreed_at  TEXT NOT NULL,
    PRIMARY KEY (school_id, id),
    FOREIGN KEY (school_id, pairing_id) REFERENCES pairing (school_id, id)
);
CREATE INDEX next_step_pairing ON next_step (school_id, pairing_id, due);

-- Methods, plans and other things that one of the two shares with the other (R097).
CREATE TABLE shared_resource (
    school_id    TEXT NOT NULL,
    id           TEXT NOT NULL,
    pairing_id   TEXT NOT NULL,
    title        TEXT NOT NULL,
    place        TEXT NOT NULL, -- an address, a book, a shelf in the staffroom
    why          TEXT NOT NULL, -- what it is good for
    shared_by    TEXT NOT NULL,
    shared_at    TEXT NOT NULL,
    withdrawn_at TEXT NOT NULL, -- '' while it is shared
    PRIMARY KEY (school_id, id),
    FOREIGN KEY (school_id, pairing_id) REFERENCES pairing (school_id, id)
);
CREATE INDEX shared_resource_pairing ON shared_resource (school_id, pairing_id, id);

-- The mentor's report (R098). Every save is a new version; it counts only after
-- the mentee has replied, or the days for a reply have passed (R114).
CREATE TABLE mentoring_report (
    school_id  TEXT NOT NULL,
    id         TEXT NOT NULL,
    pairing_id TEXT NOT NULL,
    version    BIGINT NOT NULL,
    state      TEXT NOT NULL CHECK (state IN ('draft', 'shared')),
    done       TEXT NOT NULL, -- what was done; drafted from the log
    learned    TEXT NOT NULL, -- what grew
    advice     TEXT NOT NULL, -- what should go on next year
    reply_by   TEXT NOT NULL, -- last day for the reply
    saved_by   TEXT NOT NULL,
    saved_at   TEXT NOT NULL,
    PRIMARY KEY (school_id, id),
    FOREIGN KEY (school_id, pairing_id) REFERENCES pairing (school_id, id)
);
CREATE UNIQUE INDEX mentoring_report_version ON mentoring_report (school_id, pairing_id, version);

CREATE TABLE mentoring_report_reply (
    school_id  TEXT NOT NULL,
    id         TEXT NOT NULL,
    report_id  TEXT NOT NULL,
    staff_id   TEXT NOT NULL,
    stance     TEXT NOT NULL CHECK (stance IN ('agree', 'add', 'disagree')),
    text       TEXT NOT NULL,
    replied_at TEXT NOT NULL,
    PRIMARY KEY (school_id, id),
    FOREIGN KEY (school_id, report_id) REFERENCES mentoring_report (school_id, id)
);
CREATE UNIQUE INDEX mentoring_report_reply_once ON mentoring_report_reply (school_id, report_id);

-- Letters of appreciation (R085).
CREATE TABLE appreciation (
    school_id    TEXT NOT NULL,
    id           TEXT NOT NULL,
    programme_id TEXT NOT NULL,
    pairing_id   TEXT NOT NULL,
    staff_id     TEXT NOT NULL,
    number       BIGINT NOT NULL,
    date         TEXT NOT NULL,
    words        TEXT NOT NULL, -- own words of the school, may be empty
    issued_by    TEXT NOT NULL,
    issued_at    TEXT NOT NULL,
    PRIMARY KEY (school_id, id),
    FOREIGN KEY (school_id, pairing_id) REFERENCES pairing (school_id, id),
    FOREIGN KEY (school_id, staff_id) REFERENCES staff (school_id, id)
);
CREATE UNIQUE INDEX appreciation_once ON appreciation (school_id, pairing_id, staff_id);
CREATE UNIQUE INDEX appreciation_number ON appreciation (school_id, programme_id, number);
