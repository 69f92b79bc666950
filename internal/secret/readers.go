package secret

import (
	"context"
	"errors"
	"slices"
	"strings"

	"talim/internal/access"
)

// Most private texts are sealed for those who may read them: the seal holds, beside the
// text, the staff and the roles for whom it opens. Who changes in the database whose a
// record is (its author, the two of a pair, the members of a group) opens nothing by
// that: what counts is who was to read it when it was written.
//
//	sealed:KEY:=BASE64    of the readers with commas between, a line end, the text
//
// Texts that the program alone opens, such as a sheet of a survey, are sealed for nobody.
const (
	bound = "="

	// Everybody reads a text that was sealed for all of the school.
	Everybody = "*"

	aboutReaders = "\x00" // ends what a text is about that names its readers
	rolePrefix   = "role:"
)

// ErrUnbound is the reason why a text is not read that names no readers.
var ErrUnbound = errors.New("secret: a text that names no readers stands where each names them")

// Role is a reader: whoever holds a post with the role.
func Role(role access.Role) string { return rolePrefix + string(role) }

// SelectRoles asks for roles as readers, in Column.Readers; the column is called role.
func SelectRoles(roles ...access.Role) string {
	var parts []string
	for _, role := range roles {
		parts = append(parts, `SELECT '`+Role(role)+`' AS role`)
	}
	return strings.Join(parts, ` UNION ALL `)
}

// sealedText is what a seal holds.
type sealedText struct {
	text    string
	readers []string // for whom it opens; nil where it names none
}

// pack and unpack write and read what is inside of a seal about something.
func pack(about string, t sealedText) string {
	if !namesReaders(about) {
		return t.text
	}
	return strings.Join(t.readers, ",") + "\n" + t.text
}

func unpack(about, packed string) sealedText {
	if !namesReaders(about) {
		return sealedText{text: packed}
	}
	head, text, _ := strings.Cut(packed, "\n")
	return sealedText{text: text, readers: strings.Split(head, ",")}
}

func namesReaders(about string) bool { return strings.HasSuffix(about, aboutReaders) }

// asSealed takes the sign of a text that names its readers from it, and gives what it is
// about: one from before names none, whatever its column does today.
func asSealed(about, text string) (sealedAbout, rest string) {
	rest, isBound := strings.CutPrefix(text, bound)
	if !isBound {
		about = strings.TrimSuffix(about, aboutReaders)
	}
	return about, rest
}

// marksOf are the signs in front of the box of a text about something.
func marksOf(about string) string {
	if namesReaders(about) {
		return bound
	}
	return ""
}

// SealFor makes the text unreadable for all but the readers: ids of staff, Role or
// Everybody. "" stays "".
func (k *Keeper) SealFor(about string, readers []string, text string) string {
	if text == "" {
		return ""
	}
	id, box := k.box(about, pack(about, sealedText{text, readers}))
	return mark + id + ":" + marksOf(about) + box
}

// SealAnew seals a text for other readers than before. One that cannot be opened stays
// what it is for whoever could read it.
func (k *Keeper) SealAnew(about string, readers []string, sealed string) string {
	text, err := k.Open(about, sealed)
	if err != nil {
		return sealed
	}
	return k.SealFor(about, readers, text)
}

type behalf struct{}

// OnBehalf lets whoever asks in the context read what was sealed for the staff member:
// for an area that has found the actor entitled by a record that is vouched for.
func OnBehalf(ctx context.Context, staff string) context.Context {
	return context.WithValue(ctx, behalf{}, staff)
}

// mayRead says whether a text opens for whoever asks in the context. Outside of a
// request the program itself asks, and does what its caller decided.
func (t sealedText) mayRead(ctx context.Context) bool {
	actor := access.ActorFrom(ctx)
	if t.readers == nil || actor.Account == "" {
		return true
	}
	return slices.ContainsFunc(t.readers, func(reader string) bool {
		role, isRole := strings.CutPrefix(reader, rolePrefix)
		switch {
		case reader == "":
			return false
		case reader == Everybody:
			return true
		case isRole:
			return actor.Has(access.Role(role))
		}
		instead, _ := ctx.Value(behalf{}).(string)
		return reader == actor.Staff || reader == instead
	})
}
