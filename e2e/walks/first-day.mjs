// The first day of a school: an empty server, its own messy files, the first pairs under
// an order and their first meeting booked. What administrator and deputy do is counted:
// clicks, fields and words to read, besides the decisions themselves (R073, R237).
import { ascTimetable, gridTimetable, lessonCount, people, staffCount, staffList } from '../lib/school.mjs'
import { pattern } from '../lib/words.mjs'

/** The most that the two of them may need together. */
const most = { clicks: 25, fields: 12, minutes: 15 }
/**
 * Words that a reader reads in a minute. The same text has more and shorter words in
 * English: 228 to 184 in Russian and 166 in Turkish, which builds its words as Kazakh does
 * (Trauzettel-Klosinski and Dietz, Standardized assessment of reading performance, 2012).
 */
const wordsPerMinute = { kk: 166, ru: 184, en: 228 }
const password = 'қара мысық терезеде'

export const firstDay = {
  name: 'first-day',
  async run(w) {
    w.codes = {}
    w.read = new Set()
    w.effort = { clicks: 0, decisions: 0, fields: 0, words: 0, pages: [] }
    await w.open()
    await createsTheSchool(w)
    await bringsTheStaff(w)
    await bringsTheTimetable(w)
    await givesTheYear(w)
    await printsTheCodes(w)
    await opensTheProgramme(w)
    for (const who of people.mentees) await takesPart(w, who, 'mentee')
    for (const who of people.mentors) await takesPart(w, who, 'mentor')
    await proposesAndSends(w)
    for (const who of [...people.mentees, ...people.mentors]) await agrees(w, who)
    await preparesTheOrder(w)
    await signs(w)
    await booksTheFirstMeeting(w)
    countsTheEffort(w)
  },
}

/** click, fill and reads are what is counted of administrator and deputy. */
async function click(w, locator) {
  await reads(w)
  w.effort.clicks++
  await locator.first().click()
  await w.page.waitForLoadState()
}

async function fill(w, locator, value) {
  w.effort.fields++
  await locator.fill(value)
}

/**
 * reads counts the words of lines that were on no page before: nobody reads a line twice,
 * nor the choices of a list that stands right, nor what only a screen reader says.
 */
async function reads(w) {
  const address = new URL(w.page.url()).pathname
  const lines = await w.page.locator('main').evaluate((main) => {
    const unread = new Set([...main.querySelectorAll('option')].map((choice) => choice.label))
    for (const hidden of main.querySelectorAll('.vh')) unread.add(hidden.innerText.trim())
    return main.innerText.split('\n').filter((line) => !unread.has(line.trim()))
  })
  const fresh = [...new Set(lines)].filter((line) => !w.read.has(line))
  for (const line of fresh) w.read.add(line)
  const words = fresh.join(' ').split(/\s+/).filter(Boolean).length
  w.effort.words += words
  w.effort.pages.push(`${words} ${address}`)
}

/** decide presses what only a person can decide: whom to invite, and that the pairs are good. */
async function decide(w, key) {
  await reads(w)
  w.effort.decisions++
  await w.press(key)
}

/** waiting presses the button of what waits on Today. */
const waiting = (w, key, args) => click(w, w.page.getByRole('listitem').filter({ hasText: pattern(w.t, key, args) }).first().getByRole('link'))
const press = (w, key, args) => click(w, w.button(key, args))
const follow = (w, key, args) => click(w, w.link(key, args))

/** The administrator teaches as well, and stands in the school's own list. */
async function createsTheSchool(w) {
  await w.visit('/')
  await w.says('people.firstrun.intro')
  await w.look('first-run')
  await fill(w, w.page.locator('[name=name_ru]'), 'Школа аула Көлбай')
  await fill(w, w.page.locator('[name=admin_family_name]'), 'Жунусов')
  await fill(w, w.page.locator('[name=admin_given_name]'), 'Ерлан')
  await fill(w, w.page.locator('[name=login]'), 'erlan')
  await fill(w, w.page.locator('[name=password]'), password)
  await fill(w, w.page.locator('[name=repeat]'), password)
  await press(w, 'people.firstrun.do')
  await w.page.waitForURL((url) => url.pathname === '/')
  await w.look('first-today')
}

async function bringsTheStaff(w) {
  await follow(w, 'home.first.staff.do')
  await upload(w, 'Список педагогов.xlsx', staffList())
  await w.look('first-staff')
  await press(w, 'intake.preview.apply')
  await w.says('intake.applied')
  await w.look('first-staff-done')
}

/** First as it hangs on the wall, then from the program that makes it, where one lesson has moved. */
async function bringsTheTimetable(w) {
  await follow(w, 'intake.choose.timetable')
  await upload(w, 'Расписание.xlsx', gridTimetable())
  await w.look('first-grid')
  await figure(w, 'intake.figure.added', lessonCount)
  await press(w, 'intake.preview.apply')
  await w.says('intake.applied')
  await w.look('first-grid-done')
  await follow(w, 'intake.next.file')
  await upload(w, 'asc.xml', ascTimetable())
  await figure(w, 'intake.figure.unchanged', lessonCount - 1)
  await w.look('first-asc')
  await press(w, 'intake.preview.apply')
  await w.says('intake.applied')
}

async function upload(w, name, buffer) {
  w.effort.fields++
  await w.field('intake.file').setInputFiles({ name, mimeType: 'application/octet-stream', buffer })
  await press(w, 'intake.file.do')
  await w.page.waitForURL('**/import/runs/**')
  if (w.page.url().endsWith('/columns')) await press(w, 'intake.columns.do')
}

async function figure(w, key, wanted) {
  const card = w.page.locator('.card').filter({ hasText: w.t(key) }).first()
  const found = Number((await card.innerText()).match(/\d+/)[0])
  w.report.check(`${key} is ${wanted}`, found === wanted ? '' : String(found))
}

async function givesTheYear(w) {
  await follow(w, 'home.title')
  await w.look('first-steps')
  await follow(w, 'home.first.year.do')
  await w.look('first-year')
  await press(w, 'timetable.year.save')
  await w.says('timetable.year.saved')
}

/** The sheet has a slip for everybody; the walk keeps login and code. */
async function printsTheCodes(w) {
  await follow(w, 'home.title')
  await follow(w, 'home.first.accounts.do')
  await w.look('first-accounts')
  await press(w, 'people.codes.print')
  await w.look('first-codes')
  for (const slip of await w.page.locator('.slip').all()) {
    const [name, login, code] = await Promise.all(['h2', '.login', '.code'].map((part) => slip.locator(part).innerText()))
    w.codes[name] = { login, code }
  }
}

/** signsIn is a person who has a slip with a code the first time, and a password afterwards. */
async function signsIn(w, who, counted = { click: (l) => l.first().click(), fill: (l, value) => l.fill(value) }) {
  await w.anew()
  const [, slip] = Object.entries(w.codes).find(([name]) => name.includes(who)) ?? []
  if (!slip) throw new Error(`no slip for ${who}, only for ${Object.keys(w.codes)}`)
  if (!slip.used) {
    await w.visit(`/sign-in/first?login=${slip.login}`) // as the picture on the slip says
    await counted.fill(w.page.locator('[name=code]'), slip.code)
    await counted.fill(w.page.locator('[name=password]'), password)
    await counted.fill(w.page.locator('[name=repeat]'), password)
    await counted.click(w.button('people.first.do'))
    slip.used = true
  } else {
    await w.visit('/sign-in')
    await counted.fill(w.page.locator('[name=login]'), slip.login)
    await counted.fill(w.page.locator('[name=password]'), password)
    await counted.click(w.button('people.signin.do'))
  }
  await w.page.waitForURL((url) => url.pathname === '/')
}

/** asDeputy signs the deputy in; only the first time is counted, later she would have stayed. */
async function asDeputy(w) {
  const counted = { click: (l) => click(w, l), fill: (l, value) => fill(w, l, value) }
  await (w.deputyKnown ? signsIn(w, people.deputy) : signsIn(w, people.deputy, counted))
  w.deputyKnown = true
}

async function opensTheProgramme(w) {
  await asDeputy(w)
  await w.look('first-deputy')
  await waiting(w, 'mentoring.waiting.open')
  await w.look('first-programme')
  await press(w, 'mentoring.programme.open')
  await w.says('mentoring.programme.opened')
  w.programme = new URL(w.page.url()).pathname
  await follow(w, 'mentoring.programme.invite')
  await w.look('first-roster')
  const all = [...people.mentees, ...people.mentors]
  for (const who of all) await w.page.getByRole('row').filter({ hasText: who }).getByRole('checkbox').first().check() // a decision
  await decide(w, 'mentoring.invite.do')
  await w.says('mentoring.invite.sent', { Count: all.length })
}

/** Everybody answers for themselves. */
async function takesPart(w, who, side) {
  await signsIn(w, who)
  await w.todo('mentoring.waiting.invitation')
  await w.press('mentoring.invite.yes')
  await w.field('mentoring.topic.lesson_planning').check()
  await w.field('mentoring.language.ru').check()
  if (side === 'mentor') await w.field('mentoring.profile.capacity').fill('1')
  await w.look(`first-profile-${side}`)
  await w.press('mentoring.save')
  await w.says('mentoring.profile.saved')
}

async function proposesAndSends(w) {
  await asDeputy(w)
  await w.look('first-answered')
  await waiting(w, 'mentoring.waiting.propose', { Count: people.mentees.length })
  await press(w, 'mentoring.programme.propose')
  await w.says('mentoring.proposal.made')
  await w.look('first-proposal')
  for (const who of [...people.mentees, ...people.mentors]) await w.sees(`${who} is in a pair`, who)
  await decide(w, 'mentoring.proposal.send')
  await w.says('mentoring.proposal.sent')
}

async function agrees(w, who) {
  await signsIn(w, who)
  await w.todo('mentoring.waiting.pair')
  await w.look('first-pair-asked')
  await w.press('mentoring.pair.yes')
  await w.says('mentoring.consent.yes')
}

async function preparesTheOrder(w) {
  await asDeputy(w)
  await waiting(w, 'mentoring.waiting.order', { Count: people.mentees.length })
  await press(w, 'mentoring.programme.prepare_order')
  await w.says('mentoring.order.prepared')
  await w.look('first-order')
}

async function signs(w) {
  await signsIn(w, people.director)
  await w.todo('mentoring.waiting.sign')
  await w.field('mentoring.order.number').fill('12-п')
  await w.press('mentoring.order.sign')
  await w.says('mentoring.order.signed')
  await w.look('first-order-signed')
}

/** The pair meets in an hour that the timetable leaves free to both. */
async function booksTheFirstMeeting(w) {
  await signsIn(w, people.mentors[0])
  await w.look('first-mentor')
  await w.follow('mentoring.nav')
  await w.follow('mentoring.pairing.show')
  await w.look('first-pair')
  await w.follow('mentoring.meeting.find')
  await w.look('first-meeting')
  await w.page.locator('input[name=time]').first().check()
  await w.press('mentoring.meeting.book_weekly')
  await w.page.waitForURL((url) => url.pathname.startsWith('/mentoring/pairings/'))
  await w.look('first-booked')
}

function countsTheEffort(w) {
  const minutes = w.effort.words / wordsPerMinute[w.language]
  const said = `${w.effort.clicks} clicks besides ${w.effort.decisions} decisions, ${w.effort.fields} fields, ${minutes.toFixed(1)} minutes to read`
  console.log(`first-day ${w.language}: ${said}`)
  const much = w.effort.clicks > most.clicks || w.effort.fields > most.fields || minutes > most.minutes
  w.report.check('a school is on its way with little effort', much ? [said, ...w.effort.pages.sort((a, b) => parseInt(b) - parseInt(a)).slice(0, 4)] : '')
}
