-- +goose Up

-- Ministry, region, district, managing company, school (R006). The id of an
-- organisation is the school_id of every row that belongs to it; a district
-- office with accounts of its own is such an owner like a school. The parent
-- is '' at the top of a tree; rows are never deleted.
CREATE TABLE organisation (
    id         TEXT NOT NULL PRIMARY KEY,
    parent_id  TEXT NOT NULL,
    kind       TEXT NOT NULL CHECK (kind IN ('ministry', 'region', 'district', 'company', 'school')),
    code       TEXT NOT NULL UNIQUE,
    name_kk    TEXT NOT NULL,
    name_ru    TEXT NOT NULL,
    name_en    TEXT NOT NULL,
    address_kk TEXT NOT NULL,
    address_ru TEXT NOT NULL,
    timezone   TEXT NOT NULL,
    languages  TEXT NOT NULL, -- of instruction, separated by spaces: 'kk ru' (R005, R011)
    created_at TEXT NOT NULL,
    CHECK (parent_id <> id)
);
CREATE INDEX organisation_parent ON organisation (parent_id);

-- One row per person of a school, public inside the school. Names may be
-- empty: then the code stands for the person (R012).
CREATE TABLE staff (
    school_id   TEXT NOT NULL REFERENCES organisation (id),
    id          TEXT NOT NULL,
    code        TEXT NOT NULL,
    family_name TEXT NOT NULL,
    given_name  TEXT NOT NULL,
    patronymic  TEXT NOT NULL,
    name_fold   TEXT NOT NULL, -- i18n.Fold of code and names, for search
    sort_key    TEXT NOT NULL, -- i18n.SortKey, Kazakh alphabetical order
    phone       TEXT NOT NULL,
    email       TEXT NOT NULL,
    created_at  TEXT NOT NULL,
    PRIMARY KEY (school_id, id),
    UNIQUE (school_id, code)
);
CREATE INDEX staff_sorted ON staff (school_id, sort_key, id);

-- What divides staff or is nobody else's business (R009). A change ends the
-- version before it. Unknown numbers are -1, unknown words ''.
CREATE TABLE staff_private (
    school_id        TEXT   NOT NULL,
    id               TEXT   NOT NULL,
    staff_id         TEXT   NOT NULL,
    study_route      TEXT   NOT NULL CHECK (study_route IN ('', 'full_time', 'distance')),
    birth_year       BIGINT NOT NULL,
    age_recorded     BIGINT NOT NULL, -- on recorded_on
    years_experience BIGINT NOT NULL, -- counted service (stazh) on recorded_on
    months_taught    BIGINT NOT NULL, -- months really taught: leave counts as service, not here (R008)
    coe_level        TEXT   NOT NULL,
    category         TEXT   NOT NULL,
    gender           TEXT   NOT NULL CHECK (gender IN ('', 'f', 'm')),
    recorded_on      TEXT   NOT NULL,
    starts           TEXT   NOT NULL,
    ends             TEXT   NOT NULL,
    PRIMARY KEY (school_id, id),
    FOREIGN KEY (school_id, staff_id) REFERENCES staff (school_id, id),
    CHECK (starts <= ends)
);
CREATE INDEX staff_private_staff ON staff_private (school_id, staff_id, starts);
CREATE UNIQUE INDEX staff_private_open ON staff_private (school_id, staff_id) WHERE ends = '9999-12-31';

-- Subject methodological unit (SMU).
CREATE TABLE unit (
    school_id TEXT NOT NULL REFERENCES organisation (id),
    id        TEXT NOT NULL,
    code      TEXT NOT NULL,
    name_kk   TEXT NOT NULL,
    name_ru   TEXT NOT NULL,
    name_en   TEXT NOT NULL,
    sort_key  TEXT NOT NULL,
    starts    TEXT NOT NULL,
    ends      TEXT NOT NULL,
    PRIMARY KEY (school_id, id),
    UNIQUE (school_id, code),
    CHECK (starts <= ends)
);

-- A role held for a period (R002, R003, R013). Only the head of a unit has a
-- unit; '' stands for none, so the reference is kept by the verbs.
CREATE TABLE post (
    school_id  TEXT NOT NULL,
    id         TEXT NOT NULL,
    staff_id   TEXT NOT NULL,
    role       TEXT NOT NULL,
    unit_id    TEXT NOT NULL,
    area_kk    TEXT NOT NULL, -- a deputy's area of work
    area_ru    TEXT NOT NULL,
    area_en    TEXT NOT NULL,
    starts     TEXT NOT NULL,
    ends       TEXT NOT NULL,
    order_no   TEXT NOT NULL, -- of the order of appointment, '' where not known
    order_date TEXT NOT NULL,
    PRIMARY KEY (school_id, id),
    FOREIGN KEY (school_id, staff_id) REFERENCES staff (school_id, id),
    CHECK (starts <= ends),
    CHECK ((role = 'smu_head') = (unit_id <> ''))
);
CREATE INDEX post_staff ON post (school_id, staff_id, starts);
CREATE INDEX post_role ON post (school_id, role, ends);
CREATE INDEX post_unit ON post (school_id, unit_id, starts);
CREATE UNIQUE INDEX post_open ON post (school_id, staff_id, role, unit_id) WHERE ends = '9999-12-31';
CREATE UNIQUE INDEX post_one_head ON post (school_id, unit_id) WHERE unit_id <> '' AND ends = '9999-12-31';

CREATE TABLE unit_member (
    school_id TEXT NOT NULL,
    id        TEXT NOT NULL,
    unit_id   TEXT NOT NULL,
    staff_id  TEXT NOT NULL,
    starts    TEXT NOT NULL,
    ends      TEXT NOT NULL,
    PRIMARY KEY (school_id, id),
    FOREIGN KEY (school_id, unit_id) REFERENCES unit (school_id, id),
    FOREIGN KEY (school_id, staff_id) REFERENCES staff (school_id, id),
    CHECK (starts <= ends)
);
CREATE INDEX unit_member_staff ON unit_member (school_id, staff_id, starts);
CREATE INDEX unit_member_unit ON unit_member (school_id, unit_id, starts);
CREATE UNIQUE INDEX unit_member_open ON unit_member (school_id, unit_id, staff_id) WHERE ends = '9999-12-31';

-- Leave and other states (R007); the list of states is people.States.
CREATE TABLE staffing_state (
    school_id TEXT NOT NULL,
    id        TEXT NOT NULL,
    staff_id  TEXT NOT NULL,
    state     TEXT NOT NULL,
    starts    TEXT NOT NULL,
    ends      TEXT NOT NULL,
    PRIMARY KEY (school_id, id),
    FOREIGN KEY (school_id, staff_id) REFERENCES staff (school_id, id),
    CHECK (starts <= ends)
);
CREATE INDEX staffing_state_staff ON staffing_state (school_id, staff_id, starts);
CREATE UNIQUE INDEX staffing_state_open ON staffing_state (school_id, staff_id, state) WHERE ends = '9999-12-31';

-- The subjects a person can teach, whether or not there are lessons of them
-- this year. The code is that of the timetable's subject.
CREATE TABLE teaches (
    school_id    TEXT NOT NULL,
    id           TEXT NOT NULL,
    staff_id     TEXT NOT NULL,
    subject_code TEXT NOT NULL,
    starts       TEXT NOT NULL,
    ends         TEXT NOT NULL,
    PRIMARY KEY (school_id, id),
    FOREIGN KEY (school_id, staff_id) REFERENCES staff (school_id, id),
    CHECK (starts <= ends)
);
CREATE INDEX teaches_staff ON teaches (school_id, staff_id, starts);
CREATE INDEX teaches_subject ON teaches (school_id, subject_code, starts);
CREATE UNIQUE INDEX teaches_open ON teaches (school_id, staff_id, subject_code) WHERE ends = '9999-12-31';

-- A way in for one person. No e-mail is needed (R230): a code on paper is
-- used once and sets the password. Logins and ids are unique over all schools,
-- because both are asked for before the school is known.
CREATE TABLE account (
    school_id     TEXT   NOT NULL,
    id            TEXT   NOT NULL UNIQUE,
    staff_id      TEXT   NOT NULL,
    login         TEXT   NOT NULL UNIQUE,
    password_hash TEXT   NOT NULL, -- '' until the first sign-in
    code_hash     TEXT   NOT NULL, -- of the one-time code; '' when there is none
    code_expires  TEXT   NOT NULL,
    language      TEXT   NOT NULL, -- '' until chosen
    theme         TEXT   NOT NULL,
    disabled_at   TEXT   NOT NULL, -- '' while in use
    last_sign_in  TEXT   NOT NULL,
    created_at    TEXT   NOT NULL,
    PRIMARY KEY (school_id, id),
    FOREIGN KEY (school_id, staff_id) REFERENCES staff (school_id, id),
    UNIQUE (school_id, staff_id)
);

-- Rules that orders change: data with dates (R169 and others). The rule of the
-- nearest organisation up the tree holds.
CREATE TABLE school_rule (
    school_id TEXT NOT NULL REFERENCES organisation (id),
    id        TEXT NOT NULL,
    name      TEXT NOT NULL, -- 'stavka_hours'
    value     TEXT NOT NULL,
    source    TEXT NOT NULL, -- the order or the decision it follows
    starts    TEXT NOT NULL,
    ends      TEXT NOT NULL,
    PRIMARY KEY (school_id, id),
    CHECK (starts <= ends)
);
CREATE INDEX school_rule_name ON school_rule (school_id, name, starts);
CREATE UNIQUE INDEX school_rule_open ON school_rule (school_id, name) WHERE ends = '9999-12-31';
