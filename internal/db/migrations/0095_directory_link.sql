-- +goose Up

-- Whom a directory of others names, and whose account that is: said by the owner with what
-- the account is signed in with, and vouched for with the file of keys.
CREATE TABLE directory_link (
    school_id  TEXT NOT NULL,
    id         TEXT NOT NULL,
    account_id TEXT NOT NULL,
    issuer     TEXT NOT NULL,
    named      TEXT NOT NULL, -- claim and value
    linked_at  TEXT NOT NULL,
    seal       TEXT NOT NULL,
    PRIMARY KEY (school_id, id),
    UNIQUE (school_id, account_id),
    UNIQUE (school_id, issuer, named),
    FOREIGN KEY (school_id, account_id) REFERENCES account (school_id, id)
);
