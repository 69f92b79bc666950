-- +goose Up

-- The app on somebody's phone that shows another code each half minute. Its secret is
-- sealed; the account says which factor is asked for, within the sum that vouches for it.
CREATE TABLE second_factor (
    school_id     TEXT   NOT NULL,
    id            TEXT   NOT NULL,
    account_id    TEXT   NOT NULL,
    secret_sealed TEXT   NOT NULL,
    spare         TEXT   NOT NULL, -- sums of the spare codes that nobody has used, between spaces
    last_step     BIGINT NOT NULL, -- the half minute of the last code; one of it or before is taken no more
    begun_at      TEXT   NOT NULL,
    PRIMARY KEY (school_id, id),
    UNIQUE (school_id, account_id),
    FOREIGN KEY (school_id, account_id) REFERENCES account (school_id, id)
);
ALTER TABLE account ADD COLUMN factor_id TEXT NOT NULL DEFAULT '';
