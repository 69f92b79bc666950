// Time that is really free: cover for a teacher who is absent, protected time and
// what collides with it, the weeks of all pairs at once, common free time, an hour
// for the director's meeting (R023, R093, R094, R099, R100, R173, R175).
import { readFileSync } from 'node:fs'
import { kindOf } from '../lib/files.mjs'
import { deputy, director, mentees, mentor } from './personas.mjs'

const absentFrom = '2014-01-13' // the day on which the demo stops
const absentTo = '2014-01-17'

export const time = {
  name: 'time',
  async run(w) {
    await w.signInAs(deputy)
    await marksAnAbsence(w)
    const colleague = await takesOneProposal(w)
    await colleagueSeesTheCover(w, colleague)
    await w.signInAs(deputy)
    await takesItBackAndGivesAll(w, colleague)
    await colleagueIsToldOfBoth(w, colleague)
    await collidesWithProtectedTime(w)
    await plansTheWeeksOfAll(w)
    await pairAgreesToItsWeek(w)
    await commonFreeTime(w)
    await w.signInAs(director)
    await hourForTheMeeting(w)
    await w.signInAs(deputy)
    await teacherIsBack(w)
  },
}

/** Only the kind of the reason is kept, and every lesson gets a proposal. */
async function marksAnAbsence(w) {
  await w.visit('/timetable')
  await w.follow('timetable.tab.cover')
  await w.says('timetable.cover.empty.title')
  await w.look('cover-nobody-absent')
  await w.follow('timetable.absence.new')
  await w.page.waitForURL('**/timetable/absences/new*')
  await w.page.locator('select[name=staff]').selectOption({ label: mentor })
  await w.field('timetable.from').fill(absentFrom)
  await w.field('timetable.to').fill(absentTo)
  await w.field('timetable.absence.reason.illness').check()
  await w.look('absence-form')
  await w.press('timetable.absence.record')
  await w.page.waitForURL('**/timetable/cover?date=*')
  await w.says('timetable.absence.recorded')
  await w.says('timetable.absence.reason.illness')
  await w.says('timetable.cover.proposed')
  await w.says('scheduling.cover.same_subject')
  await w.says('timetable.cover.to_move')
  await w.look('cover-proposed')
}

/** One proposal is taken; who gives the lesson is one of those whom a visitor can be. */
async function takesOneProposal(w) {
  const button = (who) => w.button('timetable.cover.take').filter({ hasText: new RegExp(`${who}$`) })
  for (const who of mentees) {
    if ((await button(who).count()) === 0) continue
    await button(who).first().click()
    await w.says('timetable.cover.given_to', { Name: who })
    await w.look('cover-given')
    return who
  }
  throw new Error(`nobody of ${mentees} is proposed as cover`)
}

async function colleagueSeesTheCover(w, colleague) {
  await w.signInAs(colleague)
  await w.says('timetable.remind.cover')
  await w.seesNot('no reason for the colleague', w.t('timetable.absence.reason.illness'))
  await w.look('today-cover')
  await w.visit('/timetable')
  await w.says('timetable.cover.instead_of', { Name: mentor })
  await w.look('timetable-cover')
}

/** What was given can be taken back; everything can be given at once, and hangs in the staffroom as a paper. */
async function takesItBackAndGivesAll(w, colleague) {
  await w.visit(`/timetable/cover?date=${absentFrom}`)
  await w.press('timetable.cover.take_back')
  await w.says('timetable.cover.taken_back')
  const open = await w.button('timetable.cover.take').count()
  w.report.check('every lesson has a proposal again', open > 1 ? '' : `${open} buttons`)
  await w.page.locator('form[action="/timetable/cover"] button.primary').click()
  await w.says('timetable.cover.all_given')
  await w.look('cover-all')
  await w.page.locator('main details > summary:visible').last().click()
  for (const format of ['pdf', 'docx']) {
    const { path } = await w.download(() => w.page.locator(`a[href*="/timetable/cover/paper.${format}"]`).first().click())
    w.report.check(`the sheet for the staffroom as ${format}`, kindOf(path) === (format === 'pdf' ? 'pdf' : 'zip') ? '' : kindOf(path))
  }
  await w.sees(`${colleague} is asked again`, colleague)
}

async function colleagueIsToldOfBoth(w, colleague) {
  await w.signInAs(colleague)
  await w.says('timetable.remind.cover')
  await w.says('timetable.remind.cover_off')
}

/** R099: a meeting that cannot be held is named with the reason and the smallest change; the pair decides. */
async function collidesWithProtectedTime(w) {
  await w.signInAs(deputy)
  await w.visit(`/timetable/protected?week=${absentFrom}`)
  await w.says('timetable.protected.clashes.text')
  await w.says('timetable.protected.why.absence', { Name: mentor })
  await w.says('timetable.protected.offer')
  await w.look('protected-collisions')
  const clash = w.page.getByRole('listitem').filter({ hasText: mentor }).filter({ has: w.button('timetable.protected.ask') }).first()
  const pair = await clash.innerText()
  const mentee = mentees.find((who) => pair.includes(who))
  await clash.getByRole('button').click()
  await w.says('mentoring.offer.asked_done')
  await bothAgree(w, mentee, 'offer-move')
}

/** The mentee agrees, then the mentor; nothing is booked between. */
async function bothAgree(w, mentee, picture) {
  await w.signInAs(mentee)
  await w.todo('mentoring.remind.time_offer')
  await w.says('mentoring.offer.nothing_booked')
  await w.look(picture)
  const offer = new URL(w.page.url()).pathname
  await w.press('mentoring.offer.yes')
  await w.says('mentoring.offer.first_done', { Who: mentor })
  await w.signInAs(mentor)
  await w.visit(offer)
  await w.press('mentoring.offer.yes')
  await w.says('mentoring.offer.agreed_done')
}

/** The weeks of all pairs at once; what cannot be says who collides and what is the smallest change. */
async function plansTheWeeksOfAll(w) {
  await w.signInAs(deputy)
  await w.visit('/mentoring')
  await w.page.locator('main a[href^="/mentoring/programmes/"]:not([href$="/new"])').last().click()
  await w.page.waitForURL('**/mentoring/programmes/*')
  w.programme = new URL(w.page.url()).pathname
  await w.follow('mentoring.programme.pairings')
  await w.page.waitForURL('**/pairings')
  await w.follow('mentoring.weeks.title')
  await w.page.waitForURL('**/weeks')
  await w.says('mentoring.weeks.impossible')
  await w.says('scheduling.impossible.never_free')
  await w.says('mentoring.weeks.helps')
  await w.says('scheduling.change.move_for_visit')
  await w.says('mentoring.weeks.proved')
  await w.look('weeks')
  const send = w.page.locator('main form[action$="/weeks"] button')
  const pairs = Number((await send.innerText()).match(/\d+/)?.[0])
  await send.click()
  await w.says('mentoring.weeks.sent', { Count: pairs })
  await w.says('mentoring.weeks.offer.asked')
  await w.look('weeks-sent')
}

/** Nothing is booked before both have agreed; then the deputy sees that they did. */
async function pairAgreesToItsWeek(w) {
  await bothAgree(w, mentees[0], 'offer-week')
  await w.look('pairing-planned')
  await w.signInAs(deputy)
  await w.visit(`${w.programme}/weeks`)
  await w.says('mentoring.weeks.offer.agreed')
}

/** Common free time stands in the week of a colleague and in the search for a time of several. */
async function commonFreeTime(w) {
  await w.signInAs(mentor)
  await w.visit('/timetable/whose')
  await w.page.locator('main a[href^="/timetable/staff/"]').getByText(mentees[0], { exact: true }).click()
  await w.page.waitForURL('**/timetable/staff/*')
  await w.follow('timetable.week.free_show')
  await w.says('timetable.week.free_both')
  await w.look('timetable-free-both')
  await w.visit('/timetable/free')
  await w.page.locator('select[name=with]').selectOption({ label: mentees[0] })
  await w.press('timetable.free.add.do')
  await w.page.waitForURL('**/timetable/free?*with=*')
  await w.says('timetable.free.slot')
}

/** R023: hours when nobody who takes part teaches come first; the hour goes into a calendar. */
async function hourForTheMeeting(w) {
  await w.visit('/timetable')
  await w.follow('timetable.tab.meeting_time')
  await w.says('timetable.meeting_time.lead')
  await w.says('timetable.meeting_time.all')
  await w.page.locator('main details summary').first().click()
  await w.sees('what the hour asks of each', new RegExp(w.t('scheduling.offer.waits', { Person: '', Count: 5 }).replace('5', '\\d+').trim()))
  await w.look("meeting-time")
  const { path } = await w.download(() => w.link('timetable.meeting_time.file').first().click())
  const file = readFileSync(path, 'utf8')
  w.report.check('the meeting stands in the calendar', file.startsWith('BEGIN:VCALENDAR') && file.includes('BEGIN:VEVENT') ? '' : file.slice(0, 80))
  await w.page.locator('select[name=with]').selectOption({ label: mentor })
  await w.press('timetable.free.add.do')
  await w.page.waitForURL('**/timetable/meeting-time?*with=*')
  await w.sees(`${mentor} takes part`, mentor)
}

/** Who is back earlier teaches again; the cover that is not needed is taken back. */
async function teacherIsBack(w) {
  await w.visit(`/timetable/cover?date=${absentFrom}`)
  await w.press('timetable.absence.back')
  await w.says('timetable.absence.ended')
  await w.says('timetable.cover.empty.title')
}
