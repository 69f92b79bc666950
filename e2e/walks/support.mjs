// What helps beside the meetings: a question and its answer, the check-in that only
// a chosen person sees, a wish told in neutral words, a mismatch told in
// confidence that ends in another pair, and a quiet pair that is offered help
// (R089, R106-R108, R111-R113).
import { deputy, head, mentees, mentor, returner } from './personas.mjs'

const [mentee, other] = mentees
const asked = 'Жобалық жұмысты қалай бағалаған дұрыс?'
const told = 'Екі айдан бері бір рет те кездеспедік.'

export const support = {
  name: 'support',
  async run(w) {
    await asks(w)
    await checksIn(w)
    await wishes(w)
    await namesTrust(w)
    await reports(w)
    await takesHelp(w)
  },
}

/** The address of one's own pair, from the first page of mentoring. */
async function ownPair(w) {
  await w.visit('/mentoring')
  return (await w.page.locator('a[href^="/mentoring/pairings/"]').first().getAttribute('href')).split('/')[3]
}

/** refused checks that an address shows nothing to whoever is signed in. */
export async function refused(w, address) {
  w.mayRefuse = true
  const answer = await w.page.goto(address)
  w.report.check(`${w.who} is refused ${address.replaceAll(/[0-9a-z]{26}/g, 'ID')}`, answer.status() === 403 || answer.status() === 404 ? '' : `status ${answer.status()}`)
  w.mayRefuse = false
}

async function asks(w) {
  await w.signInAs(mentee)
  await w.visit('/support')
  await w.look('support')
  await w.visit('/support/words')
  await w.look('school-words')
  const pair = await ownPair(w)
  await w.visit(`/support/pairings/${pair}/first-day`)
  await w.look('first-day')
  await w.visit('/support/questions')
  await w.look('questions')
  await w.field('support.question.text').fill(asked)
  await w.page.locator('input[name=to]').first().check()
  await w.press('support.question.ask_do')
  await w.page.waitForURL(/\/support\/questions\/\w+$/)
  await w.sees('the question is asked', asked)
  const question = new URL(w.page.url()).pathname
  await w.signInAs(mentor)
  await w.todo('support.remind.question', { Who: mentee })
  await w.page.goto(question)
  await w.look('question')
  await w.page.locator('textarea[name=text]').fill('Критерийлерін оқушылармен бірге құрып көріңіз.')
  await w.press('support.send')
  await w.sees('the answer stands there', 'Критерийлерін оқушылармен бірге құрып көріңіз.')
  await w.signInAs(deputy)
  await refused(w, question)
  await w.signInAs(mentee)
  await w.page.goto(question)
  await w.press('support.question.thanks')
  await w.visit('/support/questions')
  await w.sees('the question stays to read', asked)
}

async function checksIn(w) {
  await w.visit('/support/check-in/viewer')
  await w.page.locator('select[name=viewer]').selectOption({ label: head })
  await w.press('support.helper.name_do')
  await w.signInAs(head)
  await w.todo('support.remind.helper.check_ins', { Who: mentee })
  await w.look('asked-to-see-check-ins')
  await w.press('support.helper.yes')
  const helper = new URL(w.page.url()).pathname
  await w.signInAs(mentee)
  await w.visit('/support/check-in')
  await w.look('check-in')
  for (const name of ['mood', 'backed', 'strength']) await w.page.locator(`input[name=${name}]`).nth(2).check()
  await w.field('support.check_in.note').fill('Бүгін жеңілірек болды.')
  await w.press('support.check_in.keep')
  await w.says('support.check_in.done_today')
  await w.look('check-in-kept')
  await w.signInAs(head)
  await w.visit(`${helper}/check-ins`)
  await w.page.locator('main details summary').first().click()
  await w.sees('the chosen person sees it', 'Бүгін жеңілірек болды.')
  await w.look('check-ins-of-another')
  for (const persona of [mentor, deputy]) {
    await w.signInAs(persona)
    await refused(w, `${helper}/check-ins`)
  }
}

async function wishes(w) {
  await w.signInAs(mentee)
  const pair = await ownPair(w)
  await w.visit(`/support/pairings/${pair}/wish`)
  await w.look('wish')
  await w.page.locator('input[name=step]').nth(1).check()
  await w.press('support.wish.say')
  await w.signInAs(mentor)
  await w.visit(`/support/pairings/${pair}/wish`)
  await w.look('wish-for-the-mentor')
  await w.press('support.wish.seen_do')
  await w.signInAs(deputy)
  await refused(w, `/support/pairings/${pair}/wish`)
}

/** The person of trust is named by the deputy and agrees. */
async function namesTrust(w) {
  await w.visit('/mentoring')
  const programme = (await w.page.locator('a[href^="/mentoring/programmes/"]:not([href$=new])').last().getAttribute('href')).split('/')[3]
  await w.visit(`/support/programmes/${programme}`)
  await w.look('persons-of-trust')
  await w.page.locator('select[name=staff]').selectOption({ label: head })
  await w.press('support.helper.name_do')
  await w.signInAs(head)
  await w.todo('support.remind.trust')
  await w.press('support.helper.yes')
  await w.says('support.trust.agreed')
}

/** R078, R112, R113: nobody but the two reads it, and the pair ends without a reason. */
async function reports(w) {
  await w.signInAs(other)
  const pair = await ownPair(w)
  await w.visit(`/support/pairings/${pair}/report`)
  await w.look('report')
  await w.page.locator('input[name=kind]').first().check()
  await w.field('support.mismatch.text').fill(told)
  await w.page.getByRole('radio', { name: new RegExp(head) }).check()
  await w.press('support.mismatch.send')
  await w.page.waitForURL(/\/support\/reports\//)
  const address = new URL(w.page.url()).pathname
  await w.look('report-read')
  for (const persona of [deputy, mentor]) {
    await w.signInAs(persona)
    await refused(w, address)
  }
  await w.signInAs(head)
  await w.todo('support.remind.mismatch')
  await w.sees('the person of trust reads it', told)
  await w.look('report-read-to-me')
  await w.page.locator('input[name=what][value=change]').check()
  await w.press('support.offer.send')
  await w.signInAs(other)
  await w.todo('support.remind.offer')
  await w.press('support.offer.yes')
  await w.says('support.offer.taken')
  await w.look('report-read-and-helped')
  await w.signInAs(mentor)
  await w.says('mentoring.remind.ended')
  await w.look('today-of-the-former-mentor')
  for (const address of ['/', '/mentoring']) {
    await w.visit(address)
    await w.seesNot('nothing of what was told', told)
  }
}

/** R089: who fell silent is offered help and answers without a reason. */
async function takesHelp(w) {
  await w.signInAs(deputy)
  await w.visit('/mentoring/quiet')
  await w.look('quiet-pairs')
  await w.signInAs(returner)
  await w.todo('mentoring.remind.help.other_time')
  await w.look('help-offered')
  await w.press('mentoring.help.one.yes')
  await w.page.waitForURL(/\/meetings$/) // the help was another time
  await w.look('help-taken')
  await w.signInAs(deputy)
  await w.says('mentoring.remind.help_accepted')
}
