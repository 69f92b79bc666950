package matching

// Visible says who may read a reason.
type Visible string

// Who may read a reason. A private reason is for the person it is about
// (Reason.Of) and for nobody when Of is empty.
const (
	Everyone    Visible = "everyone"
	Coordinator Visible = "coordinator"
	Private     Visible = "private"
)

// Args are the named values of a message: string, int or []string. Names say
// what a value is: Mentor, Mentee and Mentors hold ids of persons; Subject,
// Other, Unit, Languages, Levels and Styles hold what the facts held.
type Args map[string]any

// Reason is a message of the catalogues in Messages, with who may see it.
type Reason struct {
	Key     string  `json:"key"`
	Args    Args    `json:"args,omitempty"`
	Against bool    `json:"against,omitempty"` // speaks against the pair
	Visible Visible `json:"visible"`
	Of      string  `json:"of,omitempty"` // whose word it is, for private reasons
}

// SeenBy says whether the viewer may read the reason; coordinator says whether
// the viewer coordinates the programme.
func (r Reason) SeenBy(viewer string, coordinator bool) bool {
	switch r.Visible {
	case Everyone:
		return true
	case Coordinator:
		return coordinator
	default:
		return r.Of != "" && r.Of == viewer
	}
}

// With gives the reason with every argument passed through fn, which turns ids
// into names and lists into text in the reader's language.
func (r Reason) With(fn func(name string, value any) any) Reason {
	args := make(Args, len(r.Args))
	for name, value := range r.Args {
		args[name] = fn(name, value)
	}
	r.Args = args
	return r
}

func say(key string, args Args) Reason {
	return Reason{Key: key, Args: args, Visible: Everyone}
}

func sayAgainst(key string, args Args) Reason {
	return Reason{Key: key, Args: args, Visible: Everyone, Against: true}
}

func (r Reason) to(v Visible) Reason {
	r.Visible = v
	return r
}

// wishReason is private to the one who wished, unless the school's policy shows
// wishes to the coordinator (R074 asks for the wishes of both sides; R069 keeps
// what was said in confidence apart).
func wishReason(key, of string, args Args, p Policy) Reason {
	r := Reason{Key: key, Args: args, Visible: Private, Of: of}
	if p.WishesShown {
		r.Visible = Coordinator
	}
	return r
}
