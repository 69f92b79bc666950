-- +goose Up

-- The number of the version of a record: raised by each change, so that a form made
-- from an older one is refused. 0 where nobody has changed it yet.
ALTER TABLE organisation ADD COLUMN version BIGINT NOT NULL DEFAULT 0;
ALTER TABLE staff ADD COLUMN version BIGINT NOT NULL DEFAULT 0;
ALTER TABLE staff ADD COLUMN subjects_version BIGINT NOT NULL DEFAULT 0; -- of the list of subjects, which has a form of its own
ALTER TABLE unit ADD COLUMN version BIGINT NOT NULL DEFAULT 0;
ALTER TABLE post ADD COLUMN version BIGINT NOT NULL DEFAULT 0;
ALTER TABLE staff_private ADD COLUMN version BIGINT NOT NULL DEFAULT 0; -- counts what was recorded of one person
UPDATE staff_private SET version = (SELECT COUNT(*) FROM staff_private o
    WHERE o.school_id = staff_private.school_id AND o.staff_id = staff_private.staff_id AND o.starts <= staff_private.starts);

-- What the row of a person said before a change, with the days on which it held.
CREATE TABLE staff_earlier (
    school_id   TEXT   NOT NULL,
    staff_id    TEXT   NOT NULL,
    version     BIGINT NOT NULL,
    code        TEXT   NOT NULL,
    family_name TEXT   NOT NULL,
    given_name  TEXT   NOT NULL,
    patronymic  TEXT   NOT NULL,
    phone       TEXT   NOT NULL,
    email       TEXT   NOT NULL,
    starts      TEXT   NOT NULL,
    ends        TEXT   NOT NULL,
    PRIMARY KEY (school_id, staff_id, version),
    FOREIGN KEY (school_id, staff_id) REFERENCES staff (school_id, id),
    CHECK (starts <= ends)
);

-- Private facts that were recorded and replaced on one day. They never held on a day
-- of their own, so staff_private has one row for each day.
CREATE TABLE staff_private_earlier (
    school_id        TEXT   NOT NULL,
    id               TEXT   NOT NULL,
    staff_id         TEXT   NOT NULL,
    version          BIGINT NOT NULL,
    study_route      TEXT   NOT NULL,
    birth_year       BIGINT NOT NULL,
    age_recorded     BIGINT NOT NULL,
    years_experience BIGINT NOT NULL,
    months_taught    BIGINT NOT NULL,
    coe_level        TEXT   NOT NULL,
    category         TEXT   NOT NULL,
    gender           TEXT   NOT NULL,
    recorded_on      TEXT   NOT NULL,
    starts           TEXT   NOT NULL,
    ends             TEXT   NOT NULL,
    PRIMARY KEY (school_id, staff_id, version),
    FOREIGN KEY (school_id, staff_id) REFERENCES staff (school_id, id)
);
