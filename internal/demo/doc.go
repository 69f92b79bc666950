// Package demo is the demonstration: the three schools of the case studies with
// the school year that their teachers go through, and a clock of its own that
// starts on the first Monday of that year. It speaks to the areas by their verbs,
// as a person would, so that what it shows is what the program does. What each area
// tells of the year stands with it (package story); here the days are conducted.
package demo
