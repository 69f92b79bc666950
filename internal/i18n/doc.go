// Package i18n says everything a person reads in Kazakh, Russian or English,
// three languages of equal rank (docs/decisions/0004-languages.md).
//
// Each area keeps its messages beside its pages, in messages/kk.json, ru.json
// and en.json. NewBundle reads them all at start; a Locale speaks one language;
// web puts the Locale of the request into the context, and pages say
//
//	i18n.T(ctx, "mentoring.meeting.count", "Count", 3)
//
// Plural forms follow CLDR through go-i18n. Dates have their own tables, since
// Russian needs the genitive of the month and Kazakh its ablative. The package
// also gives the sort key of Kazakh names and the folded text for search, which
// the database stores, because no database sorts Kazakh the way Kazakhs do.
package i18n
