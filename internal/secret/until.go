package secret

import (
	"encoding/json"
	"time"
)

// What has to be remembered until somebody answers a page travels with it, sealed, for a
// while: reading a page then writes nothing into the database.

// sealedUntil is a value with its end.
type sealedUntil struct {
	Until int64 // unix nanoseconds
	Value json.RawMessage
}

// SealUntil seals a value, as JSON, that is taken back until a time.
func (k *Keeper) SealUntil(about string, until time.Time, v any) (string, error) {
	value, err := json.Marshal(v)
	if err != nil {
		return "", err
	}
	text, err := json.Marshal(sealedUntil{Until: until.UnixNano(), Value: value})
	return k.Seal(about, string(text)), err
}

// OpenUntil reads it back, unless its time is over or it is none of ours.
func (k *Keeper) OpenUntil(about, sealed string, now time.Time, v any) bool {
	if !IsSealed(sealed) {
		return false
	}
	text, err := k.Open(about, sealed)
	var is sealedUntil
	return err == nil && json.Unmarshal([]byte(text), &is) == nil && now.UnixNano() < is.Until && json.Unmarshal(is.Value, v) == nil
}
