-- A question of a survey is changed by several who keep the programme.

-- +goose Up

ALTER TABLE survey_question ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
