package apptest

import (
	"testing"

	"talim/internal/secret"
)

// Keeper seals private texts with a key of the test's own.
func Keeper(t *testing.T) *secret.Keeper {
	t.Helper()
	k, err := secret.New()
	if err != nil {
		t.Fatal(err)
	}
	return k
}
