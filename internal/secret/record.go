package secret

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"talim/internal/db"
	"talim/internal/setting"
)

// The settings in which a database remembers the keys that ever sealed in it, each
// with a text of its own to try the key with, and in which order they came.
const (
	sealedWith = "sealed-with:"
	rankOf     = "sealing-rank:"
	proof      = "proof"
)

// Recorded says whether a key of a file ever sealed in the database.
func Recorded(ctx context.Context, d *db.DB) (bool, error) {
	proofs, err := setting.Like(ctx, d.Read(), setting.None, sealedWith)
	return len(proofs) > 0, err
}

// RecordKey notes in the database which keys the file has, and seals with the newest
// of them from now on. Newest is what came last to the database, not what stands
// last in the file: two programs whose files hold the same keys in another order
// would seal one another's texts anew for good.
func (k *Keeper) RecordKey(ctx context.Context, d *db.DB) error {
	ids := k.inFile()
	var newest string
	err := d.Tx(ctx, func(ctx context.Context, tx db.Conn) error {
		ranks, err := ranksOf(ctx, tx)
		if err != nil {
			return err
		}
		added := rank(ids, ranks)
		for id, n := range added {
			ranks[id] = n
			if _, err := setting.Add(ctx, tx, setting.None, rankOf+id, strconv.Itoa(n)); err != nil {
				return err
			}
		}
		newest = newestOf(ids, ranks)
		_, err = setting.Add(ctx, tx, setting.None, sealedWith+newest, k.sealBy(newest, sealedWith, proof))
		return err
	})
	if err == nil {
		k.sealWith(newest)
	}
	return err
}

// FollowRecord seals with the key that RecordKey would choose, and records nothing.
func (k *Keeper) FollowRecord(ctx context.Context, d *db.DB) error {
	ids := k.inFile()
	ranks, err := ranksOf(ctx, d.Read())
	if err != nil {
		return err
	}
	for id, n := range rank(ids, ranks) {
		ranks[id] = n
	}
	k.sealWith(newestOf(ids, ranks))
	return nil
}

// ranksOf is the order in which keys came to the database.
func ranksOf(ctx context.Context, c db.Conn) (map[string]int, error) {
	values, err := setting.Named(ctx, c, setting.None, rankOf)
	ranks := map[string]int{}
	for name, value := range values {
		ranks[strings.TrimPrefix(name, rankOf)], _ = strconv.Atoi(value) // written by RecordKey
	}
	return ranks, err
}

// rank gives the keys of a file that have no rank one. What stands below the newest
// key that is known was added after it; what stands above was there before, such as
// a key that was found again.
func rank(ids []string, known map[string]int) map[string]int {
	highest, below := 0, len(known) == 0
	for _, n := range known {
		highest = max(highest, n)
	}
	newest := newestOf(ids, known)
	added := map[string]int{}
	for _, id := range ids {
		if _, is := known[id]; is {
			below = below || id == newest
			continue
		}
		if below || newest == "" {
			highest++
			added[id] = highest
		} else {
			added[id] = 0
		}
	}
	return added
}

// newestOf is the key of the file with the highest rank; of equal ones the name
// decides, which is the same everywhere. "" where none has a rank.
func newestOf(ids []string, ranks map[string]int) string {
	newest := ""
	for _, id := range ids {
		n, is := ranks[id]
		if is && (newest == "" || n > ranks[newest] || n == ranks[newest] && id > newest) {
			newest = id
		}
	}
	return newest
}

// inFile are the ids of the keys in the order of the file.
func (k *Keeper) inFile() []string {
	k.mu.RLock()
	defer k.mu.RUnlock()
	return slices.Clone(k.order)
}

func (k *Keeper) sealWith(id string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.newest = id
}

// Fits says whether the file is that of the database: it has one of the keys that ever
// sealed there.
func (k *Keeper) Fits(ctx context.Context, d *db.DB) (bool, error) {
	proofs, err := setting.Like(ctx, d.Read(), setting.None, sealedWith)
	return len(proofs) == 0 || slices.ContainsFunc(proofs, func(sealed string) bool {
		_, err := k.Open(sealedWith, sealed)
		return err == nil
	}), err
}

// MissingKeys are the recorded keys that the file does not have, or has under the
// same name with another content, as far as texts still need them.
func (k *Keeper) MissingKeys(ctx context.Context, d *db.DB, columns []Column) ([]Census, error) {
	proofs, err := setting.Like(ctx, d.Read(), setting.None, sealedWith)
	if err != nil {
		return nil, err
	}
	var lost []string
	for _, sealed := range proofs {
		if _, err := k.Open(sealedWith, sealed); errors.Is(err, ErrKey) || errors.Is(err, ErrDamaged) {
			id, _ := split(sealed)
			lost = append(lost, id)
		}
	}
	if len(lost) == 0 {
		return nil, nil
	}
	all, err := Count(ctx, d, columns)
	return slices.DeleteFunc(all, func(c Census) bool { return !slices.Contains(lost, c.Key) }), err
}
