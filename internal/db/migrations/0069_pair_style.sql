-- +goose Up

-- The style that holds is the one with the greatest number, given in the transaction:
-- the clock of the machine, which the ids hold, is sometimes ahead.
ALTER TABLE pair_style ADD COLUMN number BIGINT NOT NULL DEFAULT 0;
UPDATE pair_style SET number = (SELECT count(*) FROM pair_style o
    WHERE o.school_id = pair_style.school_id AND o.pairing_id = pair_style.pairing_id AND o.id <= pair_style.id);
