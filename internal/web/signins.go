package web

import (
	"context"
	"net/http"
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
	ID      string
	Began   calendar.Instant
	Seen    calendar.Instant
	Device  string // message key after "web.device."
	Current bool
	Until   calendar.Instant // the session stays until then; "": an hour without a page ends it
}

// OpenSessions lists the sessions of the account of the request, the newest first.
func OpenSessions(ctx context.Context) ([]OpenSession, error) {
	s := siteOf(ctx)
	rows, err := db.All[struct {
		Hash string `db:"token_hash"`
		Data []byte `db:"data"`
	}](ctx, s.DB.Read(), `SELECT token_hash, data FROM session WHERE account_id = $1 AND expires > $2`, s.sessions.GetString(ctx, keyAccount), calendar.InstantOf(sessionClock()))
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
		until, _ := values[keyUntil].(int64)
		if until == 0 && s.Wall().Sub(time.Unix(seen, 0)) > sessionIdle || until > 0 && until <= s.Wall().Unix() {
			continue
		}
		out = append(out, OpenSession{
			ID: r.Hash, Until: instantOf(until),
			Began: calendar.InstantOf(time.Unix(began, 0)), Seen: calendar.InstantOf(time.Unix(seen, 0)), Device: device, Current: r.Hash == hashed(s.sessions.Token(ctx)),
		})
	}
	slices.SortFunc(out, func(a, b OpenSession) int { return strings.Compare(string(b.Began), string(a.Began)) })
	return out, nil
}

func instantOf(unix int64) calendar.Instant {
	if unix == 0 {
		return ""
	}
	return calendar.InstantOf(time.Unix(unix, 0))
}

// EndSession ends one session of the account of the request, such as on a telephone
// that was lost.
func EndSession(ctx context.Context, id string) error {
	s := siteOf(ctx)
	return s.DB.Tx(ctx, func(ctx context.Context, tx db.Conn) error {
		_, err := db.Exec(ctx, tx, `UPDATE session SET data = $3, account_id = '' WHERE account_id = $1 AND token_hash = $2`,
			s.sessions.GetString(ctx, keyAccount), id, []byte(endedElsewhere))
		return err
	})
}

// DeviceOf is the kind of device that asks, a message key after "web.device.".
func DeviceOf(r *http.Request) string { return deviceOf(r.UserAgent()) }

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
