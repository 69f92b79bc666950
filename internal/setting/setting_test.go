package setting_test

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"talim/internal/apptest"
	"talim/internal/db"
	"talim/internal/setting"
)

func TestSettingKeepsOneValue(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		ctx := context.Background()
		has := func(school, name, want string) {
			t.Helper()
			if got, err := setting.Get(ctx, d.Read(), school, name); err != nil || got != want {
				t.Errorf("%s of %q is %q, want %q (%v)", name, school, got, want, err)
			}
		}
		has(setting.None, "a", "")
		for _, value := range []string{"1", "2"} {
			if err := setting.Set(ctx, d.Write(), setting.None, "a", value); err != nil {
				t.Fatal(err)
			}
			has(setting.None, "a", value)
		}
		has("school", "a", "")
		if added, err := setting.Add(ctx, d.Write(), setting.None, "a", "3"); added || err != nil {
			t.Errorf("added a second value: %v", err)
		}
		if swapped, err := setting.Swap(ctx, d.Write(), setting.None, "a", "1", "4"); swapped || err != nil {
			t.Errorf("swapped a value that was another: %v", err)
		}
		has(setting.None, "a", "2")
		if swapped, err := setting.Swap(ctx, d.Write(), setting.None, "a", "2", "4"); !swapped || err != nil {
			t.Errorf("not swapped: %v", err)
		}
		has(setting.None, "a", "4")
		if err := setting.Remove(ctx, d.Write(), setting.None, "a"); err != nil {
			t.Fatal(err)
		}
		has(setting.None, "a", "")
	})
}

func TestAddLetsOneOfManyIn(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		var in atomic.Int32
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() {
				added, err := setting.Add(context.Background(), d.Write(), setting.None, "claim", "mine")
				if err != nil {
					t.Error(err)
				}
				if added {
					in.Add(1)
				}
			})
		}
		all.Wait()
		if in.Load() != 1 {
			t.Errorf("%d were let in", in.Load())
		}
	})
}

func TestLikeFindsNamesByTheirBeginning(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		ctx := context.Background()
		for name, value := range map[string]string{"key:a": "1", "key:b": "2", "keys": "3", "k%": "4"} {
			if err := setting.Set(ctx, d.Write(), setting.None, name, value); err != nil {
				t.Fatal(err)
			}
		}
		if got, err := setting.Like(ctx, d.Read(), setting.None, "key:"); err != nil || !slices.Equal(got, []string{"1", "2"}) {
			t.Errorf("%v, %v", got, err)
		}
		if got, err := setting.Like(ctx, d.Read(), setting.None, "k%"); err != nil || !slices.Equal(got, []string{"4"}) {
			t.Errorf("a sign of search is a letter: %v, %v", got, err)
		}
	})
}
