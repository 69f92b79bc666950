package intake

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strings"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/exchange"
	"talim/internal/fault"
	"talim/internal/people"
	"talim/internal/people/staffimport"
	"talim/internal/tabular"
	"talim/internal/timetable"
	"talim/internal/timetable/lessonimport"
	"talim/internal/verb"
)

// Preview is what an import would do.
type Preview struct {
	Import
	Header []string
	Rows   int
	Choice
	View                       // of a plain table
	Remembered bool            // the columns are those pointed out before
	Moved      bool            // another place in the file is read than before
	Format     exchange.Format // "" for a plain table
	Needs      []string        // fields without a column: nothing can be compared yet
	Staff      staffimport.Diff
	Lessons    lessonimport.Diff
	Week       Week                   // of a timetable
	Words      []staffimport.Word     // that nobody understood
	Unknown    []lessonimport.Unknown // teachers of the file whom the school does not know
	Joining    []lessonimport.Unknown // those of them who join the staff with it
	Report     Report
	Expect     string // what a confirmation must say to have been shown this
}

// Choice is what the reader may decide.
type Choice struct {
	EndMissing  bool // what the file does not name ends
	AddTeachers bool // teachers of a timetable whom the school does not know join the staff
	SameName    SameName
}

// Ready says whether there is something to confirm.
func (p Preview) Ready() bool {
	return len(p.Needs) == 0 && p.Report.Added+p.Report.Changed+p.Report.Ended+len(p.Report.Bells) > 0
}

// Preview compares the file with the school, keeps the picture for Show, and
// changes nothing else.
func (s *Service) Preview(ctx context.Context, actor access.Actor, id string, choice Choice) (Preview, error) {
	var p Preview
	err := s.alone(ctx, actor, func(d desk) error {
		run, read, err := d.open(ctx, actor.School, id)
		if p.Import = run; err != nil {
			return err
		}
		p, err = d.preview(run, read, choice)
		return err
	})
	return p, err
}

// preview compares and keeps the picture.
func (d desk) preview(run Import, read source, choice Choice) (Preview, error) {
	p, err := d.compare(run, read, choice)
	if err != nil || len(p.Needs) > 0 {
		return p, err
	}
	if p.Result, err = p.picture(); err != nil {
		return p, err
	}
	return p, d.do(func(w verb.Work) error {
		if err := still(w, run); err != nil {
			return err
		}
		return keepPicture(w, p)
	})
}

func keepPicture(w verb.Work, p Preview) error {
	_, err := db.Exec(w.Ctx, w.Tx, `UPDATE import_run SET result = $1 WHERE school_id = $2 AND id = $3`, p.Result, p.School, p.ID)
	return err
}

// compare says what a file that was read would change, as far as its columns are known.
func (d desk) compare(run Import, read source, choice Choice) (Preview, error) {
	p := newPreview(run, read, choice)
	if len(p.Needs) > 0 {
		return p, nil
	}
	f := p.understand(read)
	if err := f.within(); err != nil {
		return p, err
	}
	f, err := f.meet(d.ctx, d.Read(), p.School, p.Starts, d.answers)
	if err == nil {
		err = f.within() // what the cells of a grid were divided into
	}
	if err != nil {
		return p, err
	}
	if run.Kind == Staff {
		p.Staff, err = d.staff.Compare(d.ctx, d.actor, f.staff, f.staffOptions(p, ""))
	} else {
		err = d.compareLessons(&f, &p)
	}
	if err == nil {
		p.sum(f)
	}
	return p, err
}

// picture is what a page shows of a preview: counts of everything, all refused
// rows, and the first of each list. It is kept with the import, so that looking at
// it again asks the database once.
type picture struct {
	Choice  Choice                 `json:"choice"`
	Format  exchange.Format        `json:"format"`
	Expect  string                 `json:"expect"`
	Report  json.RawMessage        `json:"report"`
	Staff   staffimport.Diff       `json:"staff"`
	Lessons lessonimport.Diff      `json:"lessons"`
	Unknown []lessonimport.Unknown `json:"unknown"`
	Joining []lessonimport.Unknown `json:"joining"`
	Words   []staffimport.Word     `json:"words"`
	Week    Week                   `json:"week"`
}

// kept is the picture of an import.
func kept(run Import) picture {
	var out picture
	if err := json.Unmarshal([]byte(run.Result), &out); err != nil {
		return picture{}
	}
	return out
}

// Named is how many of each list a picture names.
const Named = 100

func first[T any](list []T) []T { return list[:min(len(list), Named)] }

// picture of a comparison, as it is kept; "" where nothing could be compared.
func (p Preview) picture() (string, error) {
	if len(p.Needs) > 0 {
		return "", nil
	}
	report, err := json.Marshal(p.Report)
	if err != nil {
		return "", err
	}
	staff, lessons := p.Staff, p.Lessons
	staff.Added, staff.Changed, staff.Missing, staff.Refused, staff.Ignored = first(staff.Added), first(staff.Changed), first(staff.Missing), nil, nil
	staff.Unknown, staff.Namesakes = nil, first(staff.Namesakes)
	lessons.Added, lessons.Changed, lessons.Missing, lessons.Refused = first(lessons.Added), first(lessons.Changed), first(lessons.Missing), nil
	lessons.Unknown = nil
	return encode(picture{p.Choice, p.Format, p.Expect, report, staff, lessons, first(p.Unknown), first(p.Joining), first(p.Words), p.Week})
}

// Show reads an import as it was last previewed, or its result, in one query. The
// picture may be old: a confirmation of an old one is refused.
func (s *Service) Show(ctx context.Context, actor access.Actor, id string) (Preview, error) {
	if err := require(actor); err != nil {
		return Preview{}, err
	}
	run, err := ImportByID(ctx, s.Read(), actor.School, id)
	p := Preview{Import: run}
	if err != nil || run.State != Previewed {
		p.Report = run.Report()
		return p, err
	}
	p.Needs = needs(run.Kind, run.Columns().Columns)
	var kept picture
	if run.Result == "" {
		return p, nil
	}
	if err := json.Unmarshal([]byte(run.Result), &kept); err != nil {
		return p, err
	}
	p.Choice, p.Format, p.Expect, p.Staff, p.Lessons = kept.Choice, kept.Format, kept.Expect, kept.Staff, kept.Lessons
	p.Unknown, p.Joining, p.Words = kept.Unknown, kept.Joining, kept.Words
	p.Week = kept.Week
	p.Report = parseReport(string(kept.Report))
	return p, nil
}

// Look opens an import for its columns: header and first rows, nothing compared.
func (s *Service) Look(ctx context.Context, actor access.Actor, id string) (Preview, error) {
	if err := require(actor); err != nil {
		return Preview{}, err
	}
	run, read, err := s.open(ctx, actor.School, id)
	if err != nil {
		return Preview{Import: run}, err
	}
	return newPreview(run, read, Choice{}), nil
}

func newPreview(run Import, read source, choice Choice) Preview {
	columns := run.Columns()
	body := read.rows[columns.Header+1:]
	choice.EndMissing = choice.EndMissing && len(read.part) == 0
	return Preview{
		Import: run, Header: read.rows[columns.Header].Cells, Rows: len(body), Choice: choice, View: read.view(columns.Header),
		Format: read.book.Format, Needs: needs(run.Kind, columns.Columns),
	}
}

// needs lists the fields without which nothing can be compared.
func needs(kind Kind, columns tabular.Mapping) []string {
	missing := columns.Missing(kind.Fields())
	if kind == Staff && !hasName(columns) {
		missing = append(missing, "full_name")
	}
	return missing
}

// file is the content of a file in the words of the areas.
type file struct {
	source  source
	body    []tabular.Row
	lessons []lessonimport.Row
	staff   []staffimport.Row
	codes   map[string]string // of subjects
	refused []Refused         // rows that could not even be read
	words   staffimport.Words // what the school says that words mean
	same    SameName          // who is somebody of the school under another code
	leftOut []Refused         // rows with a word that is left out
	// totals, signatures and headings of a staff list
	noPerson []Refused
	divided  lessonimport.Divided // the cells of a grid
}

// understand reads the rows. A row that cannot be trusted is refused before its content
// is looked at.
func (p Preview) understand(read source) file {
	columns := p.Columns()
	f := file{source: read, body: read.rows[columns.Header+1:], same: p.SameName}
	if read.grid != nil {
		return f // the school divides the cells
	}
	plain := p.Kind == Timetable && read.book.Format == ""
	var above tabular.Row
	for _, r := range f.body {
		if f.within() != nil {
			return f
		}
		if plain {
			r = filled(r, above, columns.Columns)
			above = r
		}
		if flaw, flawed := r.Flawed(columns.Columns); flawed {
			f.refuse(r, fault.Say("tabular.flaw."+string(flaw)))
			continue
		}
		if p.Kind == Staff {
			if row := staffimport.RowOf(r, columns.Columns); row.Person() && !r.Repeats(read.rows[columns.Header]) {
				f.staff = append(f.staff, row)
			} else {
				f.noPerson = append(f.noPerson, Refused{Line: r.Line, Key: noPerson, Args: map[string]any{"Word": strings.Join(strings.Fields(strings.Join(r.Cells, " ")), " ")}})
			}
			continue
		}
		lesson, wrong := lessonRow(r, columns.Columns)
		if wrong != nil {
			f.refuse(r, *wrong)
			continue
		}
		if plain {
			f.lessons = append(f.lessons, lessonsOf(lesson)...)
		} else {
			f.lessons = append(f.lessons, lesson)
		}
	}
	return f
}

// meet finds the codes that a staff list has in the school, divides the cells of a grid,
// and puts what the school says in place of words. The rows that were understood stay as
// they are: a transaction may look again.
func (f file) meet(ctx context.Context, c db.Conn, school string, from calendar.Date, answers []Answer) (file, error) {
	var err error
	if f.words, err = wordsOf(ctx, c, school, answers); err != nil {
		return f, err
	}
	if f.source.grid != nil {
		if f.divided, err = lessonimport.Divide(ctx, c, school, from, f.source.grid); err != nil {
			return f, err
		}
		f.lessons = f.divided.Rows
	}
	if len(f.staff) == 0 {
		return f, f.explained(ctx, c, school)
	}
	if f.codes, err = timetable.SubjectCodes(ctx, c, school); err != nil {
		return f, err
	}
	f.staff = slices.Clone(f.staff)
	return f, giveCodes(ctx, c, school, f.staff, f.same)
}

func (f *file) refuse(r tabular.Row, m fault.Message) {
	f.refused = append(f.refused, Refused{Line: r.Line, Cells: r.Cells, Key: m.Key, Args: m.Args})
}

func (f file) staffOptions(p Preview, expect string) staffimport.Options {
	return staffimport.Options{On: p.Starts, Subjects: f.codes, Words: f.words, EndMissing: p.EndMissing, Expect: expect}
}

func (f file) lessonImport(p Preview, expect string) lessonimport.Import {
	return lessonimport.Import{Rows: f.lessons, From: p.Starts, EndMissing: p.EndMissing, Expect: expect}
}

// giveCodes finds by their names the codes of people in a list that has none, or has
// others than the school.
func giveCodes(ctx context.Context, c db.Conn, school string, rows []staffimport.Row, same SameName) error {
	all, err := people.Spellings(ctx, c, school)
	if err == nil {
		staffimport.MeetNamesakes(all, rows, same.Of)
		staffimport.GiveCodes(all, rows, same.Of)
	}
	return err
}

// sum counts the difference and joins the refusals of the area with those of the file.
func (p *Preview) sum(f file) {
	r := Report{Rows: p.Rows, Header: p.Header, Refused: f.refused, Format: string(p.Format), LeftOut: f.source.leftOut(), Unread: p.Unread()}
	r.Counts = f.source.counted(f.lessons)
	r.Strangers, r.Joined = max(len(p.Unknown), len(p.Joining)), len(p.Joining)
	r.LeftOut = append(r.LeftOut, f.leftOut...)
	p.Words, p.Week = p.unknownWords(f), weekOf(f.lessons)
	r.Turns = p.Week.Turns
	r.Unclear = len(p.Words)
	cells := map[int][]string{}
	for _, row := range f.body {
		cells[row.Line] = row.Cells
	}
	if p.Kind == Staff {
		d := p.Staff
		_, posts := p.Columns().Columns["position"]
		r.SameName, r.NoPosts = len(d.Namesakes), len(d.Added) > 0 && !posts
		r.Added, r.Unchanged, r.Missing = len(d.Added), d.Unchanged, len(d.Missing)
		for _, c := range d.Changed {
			if c.Line == 0 { // a person who leaves because the list does not name them
				r.Ended++
			} else {
				r.Changed++
			}
		}
		for _, x := range d.Refused {
			r.Refused = append(r.Refused, Refused{Line: x.Line, Cells: cells[x.Line], Key: x.Key, Args: x.Args})
		}
		for _, x := range d.Ignored {
			r.Noted = append(r.Noted, Refused{Line: x.Line, Key: x.Key, Args: x.Args})
		}
		r.Noted = append(r.Noted, f.noPerson...)
		p.Expect = d.Fingerprint()
	} else {
		d := p.Lessons
		r.Added, r.Changed, r.Unchanged, r.Missing = len(d.Added), len(d.Changed), d.Unchanged, len(d.Missing)
		r.Bells, r.Silent = d.Bells, d.Silent
		for _, x := range d.NewSubjects {
			r.NewSubjects = append(r.NewSubjects, x.Name)
		}
		if d.EndMissing {
			r.Ended = len(d.Missing)
		}
		for _, x := range slices.Concat(f.divided.Refused, d.Refused) {
			r.Refused = append(r.Refused, Refused{Line: x.Line, Cells: cells[x.Line], Key: x.Key, Args: x.Args, Place: f.source.cellOf(x.Line)})
		}
		r.Noted = f.notes()
		for _, x := range d.Joint {
			r.Joint = append(r.Joint, Refused{
				Line: x.Line, Place: f.source.cellOf(x.Line), Key: "intake.joint.lesson",
				Args: map[string]any{"Name": x.Teacher, "Classes": strings.Join(x.Classes, ", "), "Starts": string(x.StartsAt), "Ends": string(x.EndsAt)},
			})
		}
		p.Expect = d.Fingerprint()
		if len(p.Joining) > 0 {
			p.Expect = p.Staff.Fingerprint() + " " + p.Expect
		}
	}
	slices.SortStableFunc(r.Refused, func(a, b Refused) int { return cmp.Compare(a.Line, b.Line) })
	p.Report = r
}
