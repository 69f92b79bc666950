// The computer of the staff room: one teacher types, her session ends, and the next
// one signs in in the same tab. He finds nothing of hers, also where a tab was left open.
import { mentees, mentor } from './personas.mjs'

const [first, next] = mentees
const typed = 'Тәлімгерімнің алдында қателесуге қорқамын.'
const rooms = ['/mentoring/practice/log', '/support/questions']

export const sharedComputer = {
  name: 'shared-computer',
  async run(w) {
    await leavesADraft(w)
    await nothingFor(w, next, 'the next one')
    await leavesADraft(w)
    await signInPageClears(w)
    await anotherTab(w)
    await sentTooLate(w)
  },
}

/** takes signs in in the tab that is there, without clearing anything in it. */
async function takes(w, persona) {
  await w.visit('/demo')
  w.who = persona
  await w.page.getByRole('button', { name: new RegExp(`(^|\\s)${persona}$`) }).click()
  await w.page.waitForURL((url) => url.pathname !== '/demo')
}

/** ends is what an hour without a page does, or an administrator. */
const ends = (w) => w.context.clearCookies({ name: /talim_session/ })

const box = (w) => w.page.locator('form[data-draft] textarea').first()

const kept = (w) => w.page.evaluate(() => JSON.stringify({ ...sessionStorage }))

async function leavesADraft(w) {
  await w.signInAs(first)
  for (const room of rooms) {
    await w.visit(room)
    await box(w).fill(typed)
  }
  await w.visit(rooms[0])
  w.report.check('what she typed is still there for her', (await box(w).inputValue()) === typed ? '' : 'the draft is gone')
  await ends(w)
}

async function nothingFor(w, persona, what) {
  await takes(w, persona)
  w.report.check(`the tab of ${what} keeps nothing of before`, (await kept(w)).includes(typed) ? 'her text' : '')
  for (const room of rooms) {
    await w.visit(room)
    w.report.check(`${what} finds ${room} empty`, (await box(w).inputValue()) === '' ? '' : 'her text')
  }
}

async function signInPageClears(w) {
  await w.page.goto(rooms[0])
  w.report.check('the page to sign in keeps nothing', (await kept(w)).includes(typed) ? 'her text' : '')
}

/** In another tab the page of the one before stands open, with what she typed. */
async function anotherTab(w) {
  await w.signInAs(first)
  await w.visit(rooms[0])
  await box(w).fill(typed)
  const left = w.page
  w.page = await w.context.newPage()
  await takes(w, mentor)
  await left.waitForLoadState('load')
  await left.waitForFunction((text) => !document.body.innerHTML.includes(text) && [...document.querySelectorAll('textarea')].every((t) => t.value === ''), typed)
  w.report.check('the tab that was left open shows nothing of hers', (await left.evaluate(() => JSON.stringify({ ...sessionStorage }))).includes(typed) ? 'her text' : '')
  await w.page.close()
  w.page = left
}

/** A form that is sent after the end of the session stands sealed in the page to sign in. */
async function sentTooLate(w) {
  await w.signInAs(first)
  await w.visit(rooms[1])
  await box(w).fill(typed)
  await w.page.locator('input[name=to]').first().check()
  await ends(w)
  await w.press('support.question.ask_do')
  await w.says('web.kept.note')
  const source = await w.page.content()
  const wire = await w.page.locator('main input[name=_kept]').first().getAttribute('value')
  w.report.check('the source of the page tells nothing', source.includes(typed) || Buffer.from(wire, 'base64').includes('text') ? 'her text' : '')
  await w.look('sign-in-kept')
}
