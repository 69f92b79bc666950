package mentoring

// MaxText is the longest text of one field, in characters: some four pages.
const MaxText = 8000

// MaxWords bounds a few words to somebody.
const MaxWords = 600

// MaxPlace bounds where something takes place.
const MaxPlace = 120

// MaxStep bounds what somebody is to do next.
const MaxStep = 500

// MaxNumber bounds the number of an order.
const MaxNumber = 30
