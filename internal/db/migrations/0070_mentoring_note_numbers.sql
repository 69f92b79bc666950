-- +goose Up

-- Notes have a number given in the transaction: the greatest of a meeting is the newest,
-- whatever the clock of the machine said. One that the older version of the program
-- writes meanwhile has none, and is older than those that have.
ALTER TABLE meeting_note ADD COLUMN number BIGINT NOT NULL DEFAULT 0;
UPDATE meeting_note SET number = (SELECT count(*) FROM meeting_note o
    WHERE o.school_id = meeting_note.school_id AND o.meeting_id = meeting_note.meeting_id AND o.id <= meeting_note.id);

ALTER TABLE group_note ADD COLUMN number BIGINT NOT NULL DEFAULT 0;
UPDATE group_note SET number = (SELECT count(*) FROM group_note o
    WHERE o.school_id = group_note.school_id AND o.meeting_id = group_note.meeting_id AND o.id <= group_note.id);
