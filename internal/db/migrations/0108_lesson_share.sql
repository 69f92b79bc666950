-- +goose Up

-- With whom the teacher of a visited lesson shares it, and how far (R142): a period for each,
-- that ends and is never changed otherwise. The sum vouches that the program wrote the row:
-- one that was written into the database opens nothing.
CREATE TABLE lesson_share (
    school_id   TEXT NOT NULL,
    id          TEXT NOT NULL,
    occasion_id TEXT NOT NULL, -- the lesson, with all visits of it
    teacher_id  TEXT NOT NULL,
    staff_id    TEXT NOT NULL, -- with whom; '' is all staff of the school
    level       TEXT NOT NULL CHECK (level IN ('happened', 'feedback', 'whole')),
    shared_at   TEXT NOT NULL,
    ended_at    TEXT NOT NULL, -- '' while it stands
    seal        TEXT NOT NULL,
    PRIMARY KEY (school_id, id),
    CHECK (teacher_id <> staff_id),
    FOREIGN KEY (school_id, teacher_id) REFERENCES staff (school_id, id)
);
CREATE UNIQUE INDEX lesson_share_standing ON lesson_share (school_id, occasion_id, staff_id) WHERE ended_at = '';
CREATE INDEX lesson_share_receiver ON lesson_share (school_id, staff_id) WHERE ended_at = '';
