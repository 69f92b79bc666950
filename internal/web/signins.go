package web

import (
	"context"
	"slices"
	"strings"
	"time"

	"talim/internal/calendar"
	"talim/internal/db"
)

const (
	keyBegan  = "began"  // unix seconds of the sign-in
	keyDevice = "device" // kind of the device, see deviceOf
)

// OpenSession is one that goes on, as the owner of the account sees it.
type OpenSession struct {
	Began   calendar.Instant
	Seen    calendar.Instant
	Device  string // message key after "web.device."
	Current bool
}

// OpenSessions lists the sessions of the account of the request, the newest first.
func OpenSessions(ctx context.Context) ([]OpenSession, error) {
	s := siteOf(ctx)
	rows, err := db.All[struct {
		Hash string `db:"token_hash"`
		Data []byte `db:"data"`
	}](ctx, s.DB.Read(), `SELECT token_hash, data FROM session WHERE account_id = $1 AND expires > $2`, s.sessions.GetString(ctx, keyAccount), calendar.InstantOf(time.Now()))
	if err != nil {
		return nil, err
	}
	var out []OpenSession
	for _, r := range rows {
		data, is := openSession(s.Keeper, r.Hash, r.Data)
		if !is {
			continue
		}
		_, values, err := s.sessions.Codec.Decode(data)
		if err != nil {
			return nil, err
		}
		began, _ := values[keyBegan].(int64)
		seen, _ := values[keySeen].(int64)
		device, _ := values[keyDevice].(string)
		if s.Wall().Sub(time.Unix(seen, 0)) > sessionIdle {
			continue
		}
		out = append(out, OpenSession{
			Began: calendar.InstantOf(time.Unix(began, 0)), Seen: calendar.InstantOf(time.Unix(seen, 0)), Device: device, Current: r.Hash == hashed(s.sessions.Token(ctx)),
		})
	}
	slices.SortFunc(out, func(a, b OpenSession) int { return strings.Compare(string(b.Began), string(a.Began)) })
	return out, nil
}

// deviceOf is the kind of a device as its browser names itself.
func deviceOf(agent string) string {
	for _, known := range [][2]string{
		{"iPhone", "iphone"}, {"iPad", "tablet"}, {"Android", "android"}, {"Windows", "windows"}, {"Macintosh", "mac"}, {"Linux", "linux"},
	} {
		if strings.Contains(agent, known[0]) {
			return known[1]
		}
	}
	return "other"
}
