-- +goose Up

-- The key that locks the sheets of a survey while it takes answers, inside of their seal. Each
-- answer makes another one, and the one before is gone: whoever finds older states of the sheets
-- can open none of them. In PostgreSQL the table stands outside of its log (db.OutOfLog), so a
-- crash empties it; then everybody is asked again (docs/decisions/0030-survey-keys.md).
CREATE TABLE survey_key (
    school_id TEXT NOT NULL,
    survey_id TEXT NOT NULL,
    locked_by TEXT NOT NULL,
    PRIMARY KEY (school_id, survey_id),
    FOREIGN KEY (school_id, survey_id) REFERENCES survey (school_id, id)
);

-- The day on which all were asked once more, since what they had answered could not be opened.
ALTER TABLE survey ADD COLUMN asked_again TEXT NOT NULL DEFAULT '';
