-- +goose Up

-- Programmes of several kinds stand side by side in one year (R079), each for a
-- track: standard, light for experienced newcomers (R115), return from long leave
-- (R116), an international and a local teacher (R066), handover (R120). The old
-- column knew one kind; its check cannot be changed in both databases, so the
-- column is made anew.
DROP INDEX programme_of_year;
ALTER TABLE programme ADD COLUMN shape TEXT NOT NULL DEFAULT 'one_to_one' CHECK (shape IN ('one_to_one', 'group', 'peer'));
ALTER TABLE programme DROP COLUMN kind;
ALTER TABLE programme RENAME COLUMN shape TO kind;
ALTER TABLE programme ADD COLUMN track TEXT NOT NULL DEFAULT 'standard'
    CHECK (track IN ('standard', 'light', 'return', 'international', 'handover'));
CREATE UNIQUE INDEX programme_of_year ON programme (school_id, year_id, kind, track);

-- The numbers of meetings and visits hold for so many weeks: 2 is a meeting every
-- other week. Groups have a least and a greatest size (R079).
ALTER TABLE programme_policy ADD COLUMN every_weeks BIGINT NOT NULL DEFAULT 1 CHECK (every_weeks BETWEEN 1 AND 8);
ALTER TABLE programme_policy ADD COLUMN group_min BIGINT NOT NULL DEFAULT 5 CHECK (group_min BETWEEN 2 AND 10);
ALTER TABLE programme_policy ADD COLUMN group_max BIGINT NOT NULL DEFAULT 10 CHECK (group_max BETWEEN 2 AND 10);
ALTER TABLE programme_policy ADD COLUMN international BOOLEAN NOT NULL DEFAULT FALSE; -- who teaches as a teacher from abroad (R066)

-- A group is several pairs of one mentor that meet together: each member keeps a
-- pair, a consent and a pairing of her own, so that all rules of pairs hold for her.
-- Nobody is in two groups of one programme, as nobody is in two pairs of it.
CREATE TABLE mentoring_group (
    school_id    TEXT NOT NULL,
    id           TEXT NOT NULL,
    programme_id TEXT NOT NULL,
    proposal_id  TEXT NOT NULL,
    number       BIGINT NOT NULL,
    mentor_id    TEXT NOT NULL,
    need         TEXT NOT NULL, -- the topic it meets around
    hour         TEXT NOT NULL, -- a time of the week all have: "1 10:15 11:00"
    reasons      TEXT NOT NULL, -- JSON
    state        TEXT NOT NULL CHECK (state IN ('draft', 'asked', 'closed', 'removed')),
    closing      TEXT NOT NULL, -- what the group did, by its mentor at the end
    closed_at    TEXT NOT NULL,
    PRIMARY KEY (school_id, id),
    FOREIGN KEY (school_id, programme_id) REFERENCES programme (school_id, id),
    FOREIGN KEY (school_id, proposal_id) REFERENCES proposal (school_id, id),
    FOREIGN KEY (school_id, mentor_id) REFERENCES staff (school_id, id)
);
CREATE UNIQUE INDEX mentoring_group_number ON mentoring_group (school_id, programme_id, number);
-- One who mentors leads one group of a programme at a time.
CREATE UNIQUE INDEX mentoring_group_mentor ON mentoring_group (school_id, programme_id, mentor_id) WHERE state = 'asked';

CREATE TABLE mentoring_group_pair (
    school_id TEXT NOT NULL,
    pair_id   TEXT NOT NULL,
    group_id  TEXT NOT NULL,
    PRIMARY KEY (school_id, pair_id),
    FOREIGN KEY (school_id, pair_id) REFERENCES proposal_pair (school_id, id),
    FOREIGN KEY (school_id, group_id) REFERENCES mentoring_group (school_id, id)
);
CREATE INDEX mentoring_group_pair_group ON mentoring_group_pair (school_id, group_id);

-- The second mentor of a group, who is asked as well. Declined says no more than
-- that there is none.
CREATE TABLE mentoring_group_second (
    school_id TEXT NOT NULL,
    id        TEXT NOT NULL,
    group_id  TEXT NOT NULL,
    staff_id  TEXT NOT NULL,
    state     TEXT NOT NULL CHECK (state IN ('draft', 'asked', 'agreed', 'declined', 'removed')),
    PRIMARY KEY (school_id, id),
    FOREIGN KEY (school_id, group_id) REFERENCES mentoring_group (school_id, id),
    FOREIGN KEY (school_id, staff_id) REFERENCES staff (school_id, id)
);
CREATE UNIQUE INDEX mentoring_group_second_one ON mentoring_group_second (school_id, group_id) WHERE state IN ('draft', 'asked', 'agreed');
CREATE INDEX mentoring_group_second_staff ON mentoring_group_second (school_id, staff_id);

CREATE TABLE group_meeting (
    school_id   TEXT NOT NULL,
    id          TEXT NOT NULL,
    group_id    TEXT NOT NULL,
    booking_id  TEXT NOT NULL,
    date        TEXT NOT NULL,
    starts_at   TEXT NOT NULL,
    ends_at     TEXT NOT NULL,
    place       TEXT NOT NULL,
    state       TEXT NOT NULL CHECK (state IN ('planned', 'held', 'cancelled')),
    reason      TEXT NOT NULL, -- why cancelled
    recorded_at TEXT NOT NULL,
    PRIMARY KEY (school_id, id),
    FOREIGN KEY (school_id, group_id) REFERENCES mentoring_group (school_id, id)
);
CREATE UNIQUE INDEX group_meeting_once ON group_meeting (school_id, group_id, date, starts_at) WHERE state IN ('planned', 'held');

-- Notes of a group's meeting, sealed; append only. audience 'group': its members
-- read it; 'author': the author alone (R069).
CREATE TABLE group_note (
    school_id  TEXT NOT NULL,
    id         TEXT NOT NULL,
    meeting_id TEXT NOT NULL,
    author_id  TEXT NOT NULL,
    audience   TEXT NOT NULL CHECK (audience IN ('group', 'author')),
    text       TEXT NOT NULL,
    written_at TEXT NOT NULL,
    PRIMARY KEY (school_id, id),
    FOREIGN KEY (school_id, meeting_id) REFERENCES group_meeting (school_id, id)
);
CREATE INDEX group_note_meeting ON group_note (school_id, meeting_id, id);

-- Steps of a programme, with an evaluation after each (R083).
CREATE TABLE programme_stage (
    school_id    TEXT NOT NULL,
    id           TEXT NOT NULL,
    programme_id TEXT NOT NULL,
    position     BIGINT NOT NULL,
    name         TEXT NOT NULL,
    aim          TEXT NOT NULL,
    starts       TEXT NOT NULL,
    ends         TEXT NOT NULL,
    note         TEXT NOT NULL, -- the evaluation, '' until it is written
    noted_by     TEXT NOT NULL,
    noted_at     TEXT NOT NULL,
    removed_at   TEXT NOT NULL, -- '' while it holds
    PRIMARY KEY (school_id, id),
    CHECK (starts <= ends),
    FOREIGN KEY (school_id, programme_id) REFERENCES programme (school_id, id)
);
CREATE INDEX programme_stage_programme ON programme_stage (school_id, programme_id, starts);

-- The mentoring policy in the school's own words (R072). Every version stays.
CREATE TABLE mentoring_policy (
    school_id  TEXT NOT NULL,
    id         TEXT NOT NULL,
    version    BIGINT NOT NULL,
    language   TEXT NOT NULL CHECK (language IN ('kk', 'ru', 'en')),
    state      TEXT NOT NULL CHECK (state IN ('draft', 'adopted')),
    starts     TEXT NOT NULL, -- in force from; '' of a draft
    content    TEXT NOT NULL, -- JSON: section to text
    saves      BIGINT NOT NULL, -- how often the draft was saved
    saved_by   TEXT NOT NULL,
    saved_at   TEXT NOT NULL,
    adopted_by TEXT NOT NULL,
    adopted_at TEXT NOT NULL,
    PRIMARY KEY (school_id, id),
    FOREIGN KEY (school_id) REFERENCES organisation (id)
);
CREATE UNIQUE INDEX mentoring_policy_version ON mentoring_policy (school_id, version);
CREATE UNIQUE INDEX mentoring_policy_draft ON mentoring_policy (school_id) WHERE state = 'draft';
CREATE UNIQUE INDEX mentoring_policy_day ON mentoring_policy (school_id, starts) WHERE state = 'adopted';

-- What staff say about the policy, with the answer.
CREATE TABLE mentoring_policy_comment (
    school_id   TEXT NOT NULL,
    id          TEXT NOT NULL,
    policy_id   TEXT NOT NULL,
    section     TEXT NOT NULL,
    author_id   TEXT NOT NULL,
    text        TEXT NOT NULL,
    written_at  TEXT NOT NULL,
    answer      TEXT NOT NULL,
    answered_by TEXT NOT NULL,
    answered_at TEXT NOT NULL,
    PRIMARY KEY (school_id, id),
    FOREIGN KEY (school_id, policy_id) REFERENCES mentoring_policy (school_id, id),
    FOREIGN KEY (school_id, author_id) REFERENCES staff (school_id, id)
);
CREATE INDEX mentoring_policy_comment_policy ON mentoring_policy_comment (school_id, policy_id, id);

-- What the talk at the end of a school year judges, said in advance (R070).
CREATE TABLE talk_statement (
    school_id    TEXT NOT NULL,
    id           TEXT NOT NULL,
    year_id      TEXT NOT NULL,
    version      BIGINT NOT NULL,
    judges       TEXT NOT NULL, -- JSON: what it judges, line by line
    announced_by TEXT NOT NULL,
    announced_on TEXT NOT NULL,
    announced_at TEXT NOT NULL,
    PRIMARY KEY (school_id, id),
    FOREIGN KEY (school_id, year_id) REFERENCES school_year (school_id, id)
);
CREATE UNIQUE INDEX talk_statement_version ON talk_statement (school_id, year_id, version);

CREATE TABLE final_talk (
    school_id    TEXT NOT NULL,
    id           TEXT NOT NULL,
    staff_id     TEXT NOT NULL,
    statement_id TEXT NOT NULL, -- what was announced, and nothing else
    held_on      TEXT NOT NULL,
    agreed       TEXT NOT NULL, -- what the two agreed, sealed
    recorded_by  TEXT NOT NULL,
    recorded_at  TEXT NOT NULL,
    PRIMARY KEY (school_id, id),
    FOREIGN KEY (school_id, staff_id) REFERENCES staff (school_id, id),
    FOREIGN KEY (school_id, statement_id) REFERENCES talk_statement (school_id, id)
);
CREATE INDEX final_talk_staff ON final_talk (school_id, staff_id, held_on);

-- What the director and a teacher agreed about her hours (R117).
CREATE TABLE timetable_deal (
    school_id    TEXT NOT NULL,
    id           TEXT NOT NULL,
    staff_id     TEXT NOT NULL,
    text         TEXT NOT NULL, -- sealed
    agreed_on    TEXT NOT NULL,
    starts       TEXT NOT NULL,
    ends         TEXT NOT NULL,
    recorded_by  TEXT NOT NULL,
    recorded_at  TEXT NOT NULL,
    confirmed_at TEXT NOT NULL, -- by the teacher; '' not yet
    ended_at     TEXT NOT NULL, -- '' unless it was ended early
    PRIMARY KEY (school_id, id),
    CHECK (starts <= ends),
    FOREIGN KEY (school_id, staff_id) REFERENCES staff (school_id, id)
);
CREATE INDEX timetable_deal_staff ON timetable_deal (school_id, staff_id, starts);

-- The day on which somebody is expected to leave, entered with her knowledge (R121).
CREATE TABLE expected_leave (
    school_id   TEXT NOT NULL,
    id          TEXT NOT NULL,
    staff_id    TEXT NOT NULL,
    leaves_on   TEXT NOT NULL,
    told_on     TEXT NOT NULL, -- when it was talked over with her
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    ended_at    TEXT NOT NULL, -- '' while it is expected
    PRIMARY KEY (school_id, id),
    FOREIGN KEY (school_id, staff_id) REFERENCES staff (school_id, id)
);
CREATE UNIQUE INDEX expected_leave_one ON expected_leave (school_id, staff_id) WHERE ended_at = '';

-- Handing a subject on before its teacher leaves (R120).
CREATE TABLE handover (
    school_id    TEXT NOT NULL,
    id           TEXT NOT NULL,
    leaver_id    TEXT NOT NULL,
    successor_id TEXT NOT NULL,
    what         TEXT NOT NULL, -- subject, circle, room: in words
    leaves_on    TEXT NOT NULL,
    programme_id TEXT NOT NULL, -- the peer programme of handovers in which the two are asked
    pair_id      TEXT NOT NULL,
    state        TEXT NOT NULL CHECK (state IN ('planned', 'done', 'dropped')),
    planned_by   TEXT NOT NULL,
    planned_at   TEXT NOT NULL,
    closed_at    TEXT NOT NULL,
    PRIMARY KEY (school_id, id),
    CHECK (leaver_id <> successor_id),
    FOREIGN KEY (school_id, leaver_id) REFERENCES staff (school_id, id),
    FOREIGN KEY (school_id, successor_id) REFERENCES staff (school_id, id),
    FOREIGN KEY (school_id, programme_id) REFERENCES programme (school_id, id),
    FOREIGN KEY (school_id, pair_id) REFERENCES proposal_pair (school_id, id)
);
CREATE UNIQUE INDEX handover_once ON handover (school_id, leaver_id, successor_id) WHERE state = 'planned';

CREATE TABLE handover_step (
    school_id   TEXT NOT NULL,
    id          TEXT NOT NULL,
    handover_id TEXT NOT NULL,
    text        TEXT NOT NULL,
    material    TEXT NOT NULL, -- where it lies: an address, a shelf
    due         TEXT NOT NULL,
    done_on     TEXT NOT NULL, -- '' while open
    added_by    TEXT NOT NULL,
    PRIMARY KEY (school_id, id),
    FOREIGN KEY (school_id, handover_id) REFERENCES handover (school_id, id)
);
CREATE INDEX handover_step_handover ON handover_step (school_id, handover_id, due);

-- A programme or a pairing that goes on longer than was said first (R082): a line
-- with a date, so that the order stays as it was signed.
CREATE TABLE mentoring_extension (
    school_id    TEXT NOT NULL,
    id           TEXT NOT NULL,
    programme_id TEXT NOT NULL,
    pairing_id   TEXT NOT NULL, -- '' for the whole programme
    old_ends     TEXT NOT NULL,
    new_ends     TEXT NOT NULL,
    number       TEXT NOT NULL, -- of the order that says so
    date         TEXT NOT NULL,
    made_by      TEXT NOT NULL,
    made_at      TEXT NOT NULL,
    PRIMARY KEY (school_id, id),
    CHECK (old_ends < new_ends),
    FOREIGN KEY (school_id, programme_id) REFERENCES programme (school_id, id)
);
