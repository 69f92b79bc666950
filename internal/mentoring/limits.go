package mentoring

// MaxText is the longest text of one field, in characters: some four pages.
const MaxText = 8000

const MaxWords = 600

const MaxPlace = 120

const MaxStep = 500

const MaxNumber = 30
