package assets

import (
	"regexp"
	"strings"
	"testing"
)

// onlyNicer are rules whose loss leaves a heading above the slips on paper.
var onlyNicer = map[string]bool{"main:has(.slips) .sees,main:has(.slips) h1{display:none!important}": true}

// Browsers as old as Chromium 88 drop a rule that they cannot read, and with it all that
// stands in its braces: once that was the whole sheet.
func TestSheetIsReadByOldBrowsers(t *testing.T) {
	sheet := string(read("files/talim.css"))
	rules := regexp.MustCompile(`(?s)/\*.*?\*/`).ReplaceAllString(sheet, "")
	for word, since := range map[string]int{
		"@layer": 99, "@container": 105, "@scope": 118, "@starting-style": 117, "@property": 85, "color-mix(": 111, "light-dark(": 123, "oklch(": 111, "lab(": 111,
		"subgrid": 117, ":user-invalid": 119, ":user-valid": 119, ":modal": 105, ":popover-open": 114, "&": 112, "(width": 104,
	} {
		if at := strings.Index(rules, word); at >= 0 && since > 88 {
			t.Errorf("%s is read from Chromium %d on: %.80s", word, since, rules[at:])
		}
	}
	for _, block := range regexp.MustCompile(`[^{}]*:has\([^{}]*\{[^{}]*\}`).FindAllString(rules, -1) {
		if !onlyNicer[strings.TrimSpace(block)] {
			t.Errorf(":has() is read from Chromium 105 on, and the rule is lost before: %s", block)
		}
	}
	if !strings.Contains(rules, "body{") || strings.Count(rules, "{") != strings.Count(rules, "}") {
		t.Error("the sheet is not whole")
	}
}
