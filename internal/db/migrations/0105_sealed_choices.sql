-- +goose Up

-- What somebody chose or answered in a word is sealed as texts are: how the mentee stands to
-- the report, why somebody is away, what was offered in confidence and to a pair. The values
-- move into columns that take a sealed text; the program seals them when it starts.
ALTER TABLE mentoring_report_reply ADD COLUMN next TEXT NOT NULL DEFAULT '';
UPDATE mentoring_report_reply SET next = stance;
ALTER TABLE mentoring_report_reply DROP COLUMN stance;
ALTER TABLE mentoring_report_reply RENAME COLUMN next TO stance;

ALTER TABLE absence ADD COLUMN next TEXT NOT NULL DEFAULT '';
UPDATE absence SET next = reason;
ALTER TABLE absence DROP COLUMN reason;
ALTER TABLE absence RENAME COLUMN next TO reason;

ALTER TABLE mismatch_offer ADD COLUMN next TEXT NOT NULL DEFAULT '';
UPDATE mismatch_offer SET next = what;
ALTER TABLE mismatch_offer DROP COLUMN what;
ALTER TABLE mismatch_offer RENAME COLUMN next TO what;

-- How it ended follows from what was taken.
ALTER TABLE mismatch DROP COLUMN outcome;
