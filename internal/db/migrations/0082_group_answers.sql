-- +goose Up
-- What those who were asked to a group answered, until everybody said yes or the days to
-- answer are over: till then the group is shown as it was asked.
CREATE TABLE mentoring_group_answer (
    school_id TEXT NOT NULL,
    group_id  TEXT NOT NULL,
    staff_id  TEXT NOT NULL,
    answer    TEXT NOT NULL CHECK (answer IN ('yes', 'no')),
    PRIMARY KEY (school_id, group_id, staff_id),
    FOREIGN KEY (school_id, group_id) REFERENCES mentoring_group (school_id, id),
    FOREIGN KEY (school_id, staff_id) REFERENCES staff (school_id, id)
);
