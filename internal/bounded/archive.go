package bounded

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"

	"talim/internal/fault"
)

// entry is how each line of the directory of an archive begins.
var entry = []byte("PK\x01\x02")

// Archive opens an archive. It refuses one of too many parts before their directory is
// read, and one whose parts say themselves that they are too large.
func (r *Reading) Archive(content []byte) ([]*zip.File, error) {
	if bytes.Count(content, entry) > r.limits.Parts {
		return nil, fault.Invalid("file", "bounded.parts", "Most", r.limits.Parts)
	}
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return nil, err
	}
	left := uint64(max(r.limits.Unpacked, 0)) //nolint:gosec // not negative
	for _, f := range archive.File {
		if f.UncompressedSize64 > left {
			return nil, tooMuch(r.limits.Unpacked)
		}
		left -= f.UncompressedSize64
	}
	return archive.File, nil
}

// Content is the whole of one part of an archive, of so many bytes at most.
func (r *Reading) Content(f *zip.File, most int64) (content []byte, err error) {
	err = r.Part(f, func(in io.Reader) error {
		content, err = io.ReadAll(&Reader{reading: r, in: io.LimitReader(in, most+1), left: most + 1})
		if err == nil && int64(len(content)) > most {
			err = tooMuch(most)
		}
		return err
	})
	return content, err
}

// Part reads one part of an archive, whatever size it says to have.
func (r *Reading) Part(f *zip.File, read func(io.Reader) error) (err error) {
	in, err := f.Open()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, in.Close()) }()
	return read(in)
}
