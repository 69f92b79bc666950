-- +goose Up

-- What a school says that words of its files mean. Who says otherwise adds a version, and
-- the one before ends; the one that holds has no end.
CREATE TABLE import_word (
    school_id TEXT NOT NULL REFERENCES organisation (id),
    kind      TEXT NOT NULL, -- of a staff list: post, state, category, ...; of a timetable: subject, teacher, class
    word_key  TEXT NOT NULL, -- the same for spellings of one word
    version   BIGINT NOT NULL,
    word      TEXT NOT NULL, -- as it stood in the file
    meaning   TEXT NOT NULL, -- a code, or the id of a person; '' leaves it out, '+' is something new
    chosen_by TEXT NOT NULL, -- staff id, or '' for the program
    chosen_at TEXT NOT NULL,
    ended_by  TEXT NOT NULL,
    ended_at  TEXT NOT NULL, -- '' while it holds
    PRIMARY KEY (school_id, kind, word_key, version)
);
