-- +goose Up

-- A passkey: the public half of a key that a phone or a computer of somebody holds. What it
-- opens is vouched for with the file of keys.
CREATE TABLE passkey (
    school_id     TEXT   NOT NULL,
    id            TEXT   NOT NULL,
    account_id    TEXT   NOT NULL,
    credential    TEXT   NOT NULL, -- JSON: its id, the public key and what the device said of it
    credential_id TEXT   NOT NULL,
    name          TEXT   NOT NULL, -- of the device, in the words of its owner
    sign_count    BIGINT NOT NULL,
    last_question BIGINT NOT NULL, -- when the last question that it answered was asked; an older one is taken no more
    made_at       TEXT   NOT NULL,
    used_at       TEXT   NOT NULL,
    seal          TEXT   NOT NULL,
    PRIMARY KEY (school_id, id),
    UNIQUE (school_id, account_id, credential_id),
    FOREIGN KEY (school_id, account_id) REFERENCES account (school_id, id)
);
