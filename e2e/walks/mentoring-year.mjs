// The second half of a mentoring year: plan, meetings and visits in common free
// time, notes that stay with whom they belong, what the deputy sees, report,
// reply and thanks (R092-R100, R106, R110, R114).
import { paper } from './mentoring-begin.mjs'
import { deputy, director, mentees, mentor } from './personas.mjs'

const [mentee, other] = mentees
const phone = { width: 390, height: 760 }
const shared = 'Сабақтың мақсатын бірге нақтыладық.'
const secret = 'Бұл тек менің жазбам.'

export const mentoringYear = {
  name: 'mentoring-year',
  async run(w) {
    await w.signInAs(mentee)
    await writesThePlan(w)
    await w.signInAs(mentor)
    await agreesToThePlan(w)
    await booksMeetings(w)
    await plansAVisit(w)
    await deputySeesProtectedTime(w)
    await w.setDay('2013-10-14')
    await preparesAMeeting(w)
    await w.setDay('2013-10-19', '20:00') // whichever day of the week they meet
    await recordsAMeeting(w)
    await movesAndCancels(w)
    await recordsAVisit(w)
    await notesStayWithThePair(w)
    await deputySeesFigures(w)
    await w.setDay('2014-05-19')
    await reports(w)
    await theYearCloses(w)
  },
}

async function writesThePlan(w) {
  await w.todo('mentoring.waiting.plan')
  await w.look('plan-empty')
  await w.follow('mentoring.plan.write')
  await w.look('plan-form') // filled from what both said in their profiles
  w.mayRefuse = true
  await w.field('mentoring.plan.strong').fill('Пәнді жақсы біледі')
  for (const goal of await w.page.locator('[name^=goal_]').all()) await goal.fill('')
  await w.press('mentoring.plan.save')
  const kept = await w.field('mentoring.plan.strong').inputValue()
  w.report.check('the plan keeps what was typed', kept === 'Пәнді жақсы біледі' ? '' : `"${kept}"`)
  await w.look('plan-fault')
  w.mayRefuse = false
  await w.field('mentoring.plan.weak').fill('Уақытты бөлу')
  await w.page.locator('[name=goal_1]').fill('Сабақ уақытын жоспарлау')
  await w.page.locator('[name=text_1]').fill('Екі сабаққа қатысу')
  await w.press('mentoring.plan.save')
  await w.says('mentoring.plan.kept')
  await w.look('plan')
}

async function agreesToThePlan(w) {
  await w.todo('mentoring.waiting.plan_agree', { Who: mentee })
  await w.press('mentoring.plan.agree')
  await w.says('mentoring.plan.agreed_now')
  await w.look('plan-agreed')
  const plan = new URL(w.page.url()).pathname
  w.pairing = plan.replace('/plan', '')
}

/** R093, R100: only times are offered in which both are free, and they are kept. */
async function booksMeetings(w) {
  await w.visit(w.pairing)
  await w.look('pairing-new')
  await w.visit(`${w.pairing}/meetings`)
  await w.look('meetings-weekly')
  await w.show('meetings')
  await w.page.locator('input[name=time]').first().check()
  await w.press('mentoring.meeting.book_weekly')
  await w.page.waitForURL((url) => url.pathname === w.pairing)
  await w.look('pairing-booked')
  await w.visit(`${w.pairing}/meetings/one`)
  await w.look('meetings-one')
}

/** R094: a visit is a lesson of the other in an hour that the visitor has free. */
async function plansAVisit(w) {
  for (const week of ['', '?week=2013-09-09']) {
    await w.visit(`${w.pairing}/visits${week}`)
    if (!week) await w.look('visits')
    const plan = w.button('mentoring.visit.plan')
    w.report.check('lessons to visit are offered', (await plan.count()) > 0 ? '' : 'none')
    await plan.first().click()
    await w.says('mentoring.visit.is_planned')
  }
  await w.visit('/')
  await w.look('today-mentor')
  await w.show('today')
}

/** R099: the deputy sees that the time is taken, not for what. */
async function deputySeesProtectedTime(w) {
  await w.signInAs(deputy)
  await w.visit('/timetable/protected?week=2013-09-09')
  await w.sees('the pair stands in the protected time', mentee)
  await w.look('protected')
}

/** Before the meeting there are notes, after it what was agreed. */
async function preparesAMeeting(w) {
  await w.signInAs(mentor)
  await w.todo('mentoring.waiting.meeting')
  w.meeting = new URL(w.page.url()).pathname
  await w.field('mentoring.meeting.private').fill(secret)
  await w.look('meeting-before')
  await w.press('mentoring.meeting.keep')
}

async function recordsAMeeting(w) {
  await w.visit(w.meeting)
  const kept = await w.field('mentoring.meeting.private').inputValue()
  w.report.check('the private note is still there', kept === secret ? '' : `"${kept}"`)
  await w.field('mentoring.meeting.shared').fill(shared)
  await w.page.locator('[name=step_1]').fill('Келесі сабақтың жоспарын жіберу')
  await w.look('meeting-form')
  await w.page.locator('form:has([name=shared]) button').first().click()
  await w.says('mentoring.meeting.recorded')
  await w.look('meeting-held')
}

async function movesAndCancels(w) {
  const ahead = await plannedMeetings(w)
  await w.visit(`${ahead[0]}/move`)
  await w.look('meeting-move')
  await w.page.locator('select[name=slot]').selectOption({ index: 3 })
  await w.field('mentoring.meeting.reason').fill('Олимпиада')
  await w.press('mentoring.meeting.move_do')
  await w.says('mentoring.meeting.moved_to')
  await w.look('meeting-moved')
  await w.visit(`${ahead[1]}/cancel`)
  await w.look('meeting-cancel')
  await w.field('mentoring.meeting.reason').fill('Іссапар')
  await w.page.locator('form:has([name=reason]) button').first().click()
  await w.says('mentoring.meeting.is_cancelled')
}

/** Addresses of the meetings that lie ahead, the nearest first. */
async function plannedMeetings(w) {
  await w.visit(w.pairing)
  const all = await w.page.locator('li a[href^="/mentoring/meetings/"]').evaluateAll((links) => links.map((a) => a.getAttribute('href')))
  return [...new Set(all)].filter((a) => a !== w.meeting).slice(0, 4)
}

async function recordsAVisit(w) {
  await w.todo('mentoring.waiting.visit')
  await w.look('visit-form')
  await w.field('mentoring.visit.note').fill('Оқушылар топта талқылады.')
  await w.page.locator('[name=step_1]').fill('Сұрақтарды алдын ала жазу')
  await w.press('mentoring.visit.hold')
  await w.says('mentoring.visit.recorded')
  await w.look('visit-held')
}

/** Nobody outside the pair reads a meeting; a private note is nobody else's. */
async function notesStayWithThePair(w) {
  await w.signInAs(mentee)
  await w.visit(w.meeting)
  await w.sees('the mentee reads the shared note', shared)
  await w.seesNot('the mentee does not read the private note', secret)
  await w.visit(w.pairing)
  await w.look('pairing-mentee')
  await w.show('pair', phone)
  for (const persona of [deputy, director, other]) {
    await w.signInAs(persona)
    w.mayRefuse = true
    const answer = await w.page.goto(w.meeting)
    w.report.check(`${persona} does not open the meeting`, answer.status() === 403 || answer.status() === 404 ? '' : `status ${answer.status()}`)
    await w.seesNot(`${persona} reads nothing of it`, shared)
    w.trouble.length = 0
    w.mayRefuse = false
  }
}

/** R106, R110: the deputy sees planned against held, without contents. */
async function deputySeesFigures(w) {
  await w.signInAs(deputy)
  await w.visit(`${w.programme}/pairings`)
  await w.sees('the pair stands in the list', mentee)
  await w.look('pairings')
  await w.visit(w.pairing)
  await w.seesNot('no shared note for the deputy', shared)
  await w.seesNot('no agreed step for the deputy', 'Келесі сабақтың жоспарын жіберу')
  await w.look('pairing-deputy')
}

/** R114: the report is drafted from the log and counts when the mentee has replied. */
async function reports(w) {
  await w.signInAs(mentor)
  const places = []
  for (const who of mentees) {
    await w.todo('mentoring.waiting.report', { Who: who })
    if (who === mentee) await w.look('report-form')
    const drafted = await w.field('mentoring.report.done').inputValue()
    w.report.check(`the report on ${who} is drafted`, drafted.length > 20 ? '' : `"${drafted}"`)
    await w.field('mentoring.report.learned').fill('Жаңа әдістерді көрдім.')
    await w.press('mentoring.report.share')
    await w.says('mentoring.report.is_given')
    places.push(new URL(w.page.url()).pathname)
  }
  for (const who of mentees) {
    await w.signInAs(who)
    await w.todo('mentoring.waiting.reply')
    if (who === mentee) await w.look('report-reply')
    await w.field('mentoring.report.stance.agree').check()
    await w.press('mentoring.report.reply_do')
    await w.says('mentoring.report.reply_kept')
  }
  await w.look('report-replied')
}

async function theYearCloses(w) {
  await w.signInAs(deputy)
  await w.visit(`${w.programme}/closing`)
  await w.look('closing')
  for (let left = mentees.length; left > 0; left--) {
    await w.press('mentoring.closing.pair_close')
    await w.says('mentoring.closing.pair_closed')
  }
  for (const side of ['mentor', 'mentee']) {
    await w.page.locator(`input[name=side][value=${side}]`).check()
    await w.press('mentoring.letter.make')
    await w.says('mentoring.letter.made')
  }
  await w.look('closing-letters')
  await letters(w)
  await w.press('mentoring.closing.close_do')
  await w.says('mentoring.closing.closed')
  await w.look('programme-closed')
  await w.signInAs(mentee)
  await w.visit(w.pairing)
  await w.look('pairing-closed')
}

/** The letter of the first person, in each language, with the name and with the code. */
async function letters(w) {
  for (const fold of await w.page.locator('main details').first().locator('summary').all()) await fold.click() // the one with codes stands in the first
  const all = await w.page.locator('main details').first().locator('a[href*="/mentoring/letters/"]').evaluateAll((links) => links.map((a) => a.getAttribute('href')))
  for (const address of all.filter((a) => /pdf|docx/.test(a))) {
    await paper(w, address, address.includes('pdf') ? 'pdf' : 'docx', [])
  }
  w.report.check('letters in three languages', all.length >= 18 ? '' : `${all.length} papers`)
}
