// What the deputy may do with a proposal before it is sent: read why, see what
// another pair would cost, change by hand, take it back (R073, R074, R075).
import { deputy, head, mentees, mentor } from './personas.mjs'

const [mentee, other] = mentees

export const proposal = {
  name: 'proposal',
  async run(w) {
    await w.signInAs(deputy)
    await w.visit(w.proposal)
    await saysWhy(w)
    const before = await total(w)
    await showsTheCostFirst(w, before)
    await changesByKeyboard(w, before)
    await meetsAnotherChange(w)
    await takesAllBack(w, before)
    await dragsACard(w)
  },
}

/** Each pair has its reasons, the next-best mentor with what he would cost, and the whole its figures. */
async function saysWhy(w) {
  for (const who of mentees) await w.sees(`${who} with ${mentor}`, w.t('mentoring.proposal.pair', { Mentee: who, Mentor: mentor }))
  await w.says('matching.reason.same_subject')
  await w.says('mentoring.proposal.next_best')
  await w.says('mentoring.proposal.served')
  await w.page.getByText(w.t('mentoring.proposal.figures'), { exact: true }).first().click()
  await w.says('mentoring.proposal.fit')
}

/** The total fit of the draft, as the page says it. */
async function total(w) {
  const card = w.page.locator('main .figure').filter({ hasText: w.t('mentoring.proposal.fit') })
  return (await card.textContent()).match(/\d+/)?.[0]
}

/** cardOf is the pair of somebody; one goes on from there to another mentor. */
function cardOf(w, who) { return w.page.locator('main [data-mentee]').filter({ has: w.link('mentoring.proposal.change').filter({ hasText: new RegExp(`${who}$`) }) }) }

async function opensTheChange(w, who) {
  const link = cardOf(w, who).getByRole('link')
  await link.focus()
  await w.page.keyboard.press('Enter')
  await w.page.waitForURL('**/change?*')
}

const wayTo = (w, name) => w.page.getByRole('radio', { name, exact: false }).first()

/** Nothing changes by looking; a choice that is not made is asked for. */
async function showsTheCostFirst(w, before) {
  await opensTheChange(w, mentee)
  await w.says('mentoring.proposal.now', { Who: mentor })
  await w.says('mentoring.proposal.ways_hint')
  await w.says('mentoring.proposal.fits_much_less')
  await w.says('matching.check.without', { Mentee: mentee })
  await w.look('proposal-change')
  await w.show('proposal-change')
  await w.follow('mentoring.proposal.title')
  await w.page.waitForURL((url) => url.pathname === w.proposal)
  w.report.check('looking at the cost changes nothing', (await total(w)) === before ? '' : await total(w))
}

/** With the keys alone: the link, the mentor, the button. */
async function changesByKeyboard(w, before) {
  await opensTheChange(w, mentee)
  await wayTo(w, head).focus()
  await w.page.keyboard.press('Space')
  w.report.check(`${head} is chosen`, (await wayTo(w, head).isChecked()) ? '' : 'not chosen')
  await w.button('mentoring.proposal.make_change').focus()
  await w.page.keyboard.press('Enter')
  await w.page.waitForURL((url) => url.pathname === w.proposal)
  await w.says('mentoring.proposal.changed')
  await w.sees(`${mentee} with ${head}`, w.t('mentoring.proposal.pair', { Mentee: mentee, Mentor: head }))
  await w.says('mentoring.proposal.by_hand')
  w.report.check('the total is another', (await total(w)) !== before ? '' : before)
  await w.look('proposal-changed')
}

/** Two pages at once: who was later is told so and sees how the proposal stands now. */
async function meetsAnotherChange(w) {
  await opensTheChange(w, other)
  const tab = await w.context.newPage()
  await tab.goto(w.proposal)
  await tab.locator('main form[action$="/undo"] button').click()
  await tab.getByText(w.t('mentoring.proposal.undone')).waitFor()
  await tab.close()
  await wayTo(w, head).check()
  await w.press('mentoring.proposal.make_change')
  await w.says('mentoring.proposal.changed_meanwhile')
  await w.sees(`${mentee} with ${mentor} again`, w.t('mentoring.proposal.pair', { Mentee: mentee, Mentor: mentor }))
  w.trouble.length = 0 // a conflict answers 409, which the browser calls an error
  await w.look('proposal-conflict')
}

/** What was changed is taken back, one step after another, to what matching proposed. */
async function takesAllBack(w, before) {
  await w.visit(w.proposal)
  await opensTheChange(w, mentee)
  await wayTo(w, head).check()
  await w.press('mentoring.proposal.make_change')
  await w.says('mentoring.proposal.changed')
  await w.press('mentoring.proposal.undo')
  await w.says('mentoring.proposal.undone')
  w.report.check('the total is as before', (await total(w)) === before ? '' : `${await total(w)}, before ${before}`)
  w.report.check('nothing is left to take back', (await w.button('mentoring.proposal.undo').count()) === 0 ? '' : 'a button')
}

/** A card on another mentor only opens the page with the cost; the mentor is chosen there already. */
async function dragsACard(w) {
  const places = w.page.locator('main [data-mentor]').filter({ hasText: head })
  await w.atADesk(() => cardOf(w, mentee).dragTo(places.first())) // with a mouse
  await w.page.waitForURL('**/change?*mentor=*')
  w.report.check(`${head} is chosen already`, (await wayTo(w, head).isChecked()) ? '' : 'not chosen')
  await w.visit(w.proposal)
}
