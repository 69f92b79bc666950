// One of a pair asks for another: nobody asks why, both read the same words, the
// deputy gets a proposal that moves as few pairs as possible, all are asked
// again, and the director's order says what changed (R083, R084).
import { pattern } from '../lib/words.mjs'
import { paper } from './mentoring-begin.mjs'
import { deputy, director } from './personas.mjs'

const mentee = 'T-A15' // a teacher of biology, whose mentor teaches another subject
const former = 'T-A3'
const password = 'үш ақ тырна көлде'

export const rematch = {
  name: 'rematch',
  async run(w) {
    await asksForAChange(w)
    await otherReadsNeutralWords(w)
    await deputyFindsAnother(w)
    await bothAnswer(w)
    await orderOfTheChange(w)
    await newPairBegins(w)
  },
}

async function asksForAChange(w) {
  await w.signInAs(mentee)
  await w.visit('/mentoring')
  await w.page.locator('main a[href^="/mentoring/pairings/"]').first().click()
  await w.page.waitForURL('**/mentoring/pairings/*')
  w.formerPair = new URL(w.page.url()).pathname
  await w.follow('mentoring.pairing.leave.link')
  await w.page.waitForURL('**/leave')
  await w.says('mentoring.pairing.leave.what')
  w.report.check('no field asks for a reason', (await w.page.locator('main form input:not([type=hidden]), main form textarea').count()) === 0 ? '' : 'a field')
  await w.look('pair-leave')
  await w.press('mentoring.pairing.leave.do')
  await w.says('mentoring.pairing.leave.done')
  w.words = await wordsOfTheEnd(w)
}

/** What the page of the pair says about its end. */
async function wordsOfTheEnd(w) {
  await w.visit(w.formerPair)
  await w.says('mentoring.pairing.ended.changed')
  return w.page.getByText(pattern(w.t, 'mentoring.pairing.ended.changed')).first().innerText()
}

/** The other does not learn who asked; what was written stays to be read. */
async function otherReadsNeutralWords(w) {
  await w.signInAs(director)
  w.codes = await printsCodes(w, [former])
  await signsInFirst(w, former)
  await w.says('mentoring.remind.ended')
  await w.look('today-pair-changed')
  const words = await wordsOfTheEnd(w)
  w.report.check('both read the same words', words === w.words ? '' : `"${words}", the other "${w.words}"`)
  await w.look('pairing-changed')
}

/** Codes on paper for those who are no persona of the demo. */
async function printsCodes(w, people) {
  await w.visit('/people/accounts')
  await w.field('people.codes.chosen').check()
  for (const who of people) await w.page.getByLabel(w.t('people.codes.for', { Name: who }), { exact: true }).check()
  await w.press('people.codes.print')
  const codes = {}
  for (const who of people) {
    const slip = w.page.locator('.slip').filter({ has: w.page.getByRole('heading', { name: who, exact: true }) })
    codes[who] = { login: (await slip.locator('.login').innerText()).trim(), code: (await slip.locator('.code').innerText()).trim() }
  }
  return codes
}

async function signsInFirst(w, who) {
  const { login, code } = w.codes[who]
  await w.open()
  w.who = who
  await w.visit('/sign-in/first')
  await w.field('people.signin.login').fill(login)
  await w.field('people.first.code').fill(code)
  await w.page.getByLabel(w.t('people.password.new')).first().fill(password)
  await w.page.getByLabel(w.t('people.password.repeat')).fill(password)
  await w.press('people.first.do')
  await w.says('home.waiting.title')
}

/** The new proposal says for whom it is and how many pairs that work it would move. */
async function deputyFindsAnother(w) {
  await w.signInAs(deputy)
  await w.visit('/mentoring')
  await w.page.locator('main a[href^="/mentoring/programmes/"]:not([href$="/new"])').last().click()
  await w.page.waitForURL('**/mentoring/programmes/*')
  w.programme = new URL(w.page.url()).pathname
  await w.follow('mentoring.rematch.title')
  await w.page.waitForURL('**/rematch')
  await w.says('mentoring.rematch.sees')
  await w.look('rematch')
  await w.button('mentoring.rematch.find').filter({ hasText: new RegExp(`${mentee}$`) }).click()
  await w.page.waitForURL('**/mentoring/proposals/*')
  await w.says('mentoring.proposal.made')
  await w.says('mentoring.rematch.for', { Who: mentee, Count: 0 })
  await w.look('rematch-proposal')
  const title = w.t('mentoring.proposal.pair', { Mentee: mentee, Mentor: '\u0000' }).split('\u0000')
  const card = w.page.getByRole('heading', { name: new RegExp(title.map((x) => x.trim()).filter(Boolean).join('.*')) }).first()
  w.next = title.reduce((text, part) => text.replace(part, ''), await card.innerText()).trim()
  w.report.check('the mentor is another', w.next && w.next !== former ? '' : `"${w.next}"`)
  await w.press('mentoring.proposal.send')
  await w.says('mentoring.proposal.sent')
}

/** The new pair is asked like every pair. */
async function bothAnswer(w) {
  await w.signInAs(mentee)
  await w.todo('mentoring.waiting.pair', { Who: w.next })
  await w.look('pair-asked-again')
  await w.press('mentoring.pair.yes')
  await w.says('mentoring.consent.yes')
  await w.signInAs(director)
  w.codes = await printsCodes(w, [w.next])
  await signsInFirst(w, w.next)
  await w.todo('mentoring.waiting.pair', { Who: mentee })
  await w.press('mentoring.pair.yes')
  await w.says('mentoring.consent.yes')
}

/** An order of its own: who was the mentor, who is. */
async function orderOfTheChange(w) {
  await w.signInAs(deputy)
  await w.visit(w.programme)
  await w.press('mentoring.programme.prepare_order')
  await w.says('mentoring.order.prepared')
  await w.signInAs(director)
  await w.todo('mentoring.waiting.sign')
  await w.says('mentoring.order.draft.changed')
  await w.heads('mentoring.order.former')
  await w.look('order-changed-draft')
  await w.field('mentoring.order.number').fill('3-п')
  await w.press('mentoring.order.sign')
  await w.says('mentoring.order.signed')
  await w.look('order-changed')
  const order = new URL(w.page.url()).pathname
  for (const format of ['docx', 'pdf']) await paper(w, `${order}/paper/${format}?in=${w.language}`, format, [mentee, former, w.next, '3-п'])
}

async function newPairBegins(w) {
  await w.signInAs(mentee)
  await w.visit('/mentoring')
  await w.sees('the new mentor', w.next)
  await w.look('mentoring-new-pair')
}
