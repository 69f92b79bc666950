// Somebody else makes a code for a teacher's account and uses it before her: she is
// told, her private texts stay closed to whoever came in, and she has three ways back.
import { director, mentees, mentor } from './personas.mjs'
import { codeFor } from './sign-in.mjs'

const [owner] = mentees
const before = 'қара мысық терезеде'
const after = 'ақ бота далада'
const own = 'Сабақта үнсіз қалған сәтім.'
const log = '/mentoring/practice/log'
const mine = '/my-sign-ins'

export const forgottenPassword = {
  name: 'forgotten-password',
  async run(w) {
    const slip = await hasACode(w)
    await signsInWith(w, slip, before)
    const words = await makesWords(w)
    await namesAColleague(w)
    await endsALostDevice(w, slip.login)
    await refusesACode(w)
    await isTakenOver(w, slip.login)
    await comesBackWithWords(w, slip.login, words)
    await isConfirmed(w)
  },
}

/** hasACode lets the director make a code for the owner. */
async function hasACode(w) {
  await w.signInAs(director)
  return codeFor(w, owner)
}

async function signsInWith(w, { login, code }, password) {
  await w.open()
  await w.visit('/sign-in/first')
  await w.field('people.signin.login').fill(login)
  await w.field('people.first.code').fill(code)
  await types(w, password)
  await w.press('people.first.do')
  await w.page.waitForURL((url) => url.pathname === '/')
}

/** types fills in a new password, twice. */
async function types(w, password) {
  await w.page.getByLabel(w.t('people.password.new')).first().fill(password)
  await w.page.getByLabel(w.t('people.password.repeat')).fill(password)
}

async function signsIn(w, login, password) {
  await w.visit('/sign-in')
  await w.field('people.signin.login').fill(login)
  await w.field('people.signin.password').fill(password)
  await w.press('people.signin.do')
  await w.page.waitForURL((url) => url.pathname === '/')
}

async function makesWords(w) {
  await w.visit(log)
  await w.page.locator('form[data-draft] textarea').first().fill(own)
  await w.press('practice.log.keep')
  await w.sees('her note is kept', own)
  await w.todo('people.words.todo')
  await w.look('recovery-words')
  await w.page.getByLabel(w.t('people.signin.password')).fill(before)
  await w.press('people.words.make')
  await w.says('people.words.made_text')
  await w.look('recovery-words-made')
  return (await w.page.locator('main .words').first().innerText()).trim()
}

async function namesAColleague(w) {
  await w.visit(mine)
  await w.says('people.words.have')
  await w.visit(`${mine}/confirmer`)
  const offered = await w.field('people.confirmer.field').locator('option').allInnerTexts()
  w.report.check('whoever gives codes cannot be named', offered.includes(director) ? `${director} is offered` : '')
  await w.field('people.confirmer.field').selectOption({ label: mentor })
  await w.page.getByLabel(w.t('people.signin.password')).fill(before)
  await w.look('confirmer')
  await w.press('people.confirmer.do')
  await w.sees('the colleague is named', mentor)
}

/** A phone that stays signed in and was lost is signed out from here. */
async function endsALostDevice(w, login) {
  const phone = await w.browser.newContext({ baseURL: w.base, locale: w.language, viewport: { width: 360, height: 740 } })
  await phone.addCookies([{ name: 'talim_lang', value: w.language, url: w.base }])
  const page = await phone.newPage()
  await staysSignedIn(w, page, login)
  w.report.check('the phone stays signed in', await outlivesTheBrowser(phone))
  await w.visit(mine)
  await w.look('my-sign-ins')
  await w.page.getByRole('button', { name: w.t('people.stay.end') }).first().click()
  await w.says('people.stay.ended')
  await page.goto(log)
  w.report.check('the lost phone is signed out', new URL(page.url()).pathname === '/sign-in' ? '' : page.url())
  const said = await page.locator('.flash').first().innerText()
  w.report.check('the phone is told why', said.includes(w.t('web.signin.ended')) ? '' : said)
  await phone.close()
}

async function staysSignedIn(w, page, login) {
  await page.goto('/sign-in')
  await page.locator('main input[name=login]').fill(login)
  await page.locator('main input[name=password]').fill(before)
  await page.locator('main input[name=stay]').check()
  await page.getByRole('button', { name: w.t('people.signin.do'), exact: true }).click()
  await page.waitForURL((url) => url.pathname === '/')
}

/** outlivesTheBrowser is what is wrong with the cookie of a session that stays, or "". */
async function outlivesTheBrowser(context) {
  const session = (await context.cookies()).find((c) => c.name.endsWith('talim_session'))
  const days = session ? (session.expires - Date.now() / 1000) / 86400 : 0
  return days > 29 && days < 31 ? '' : `its cookie lives ${days} days`
}

/** The owner, whose session is open, sees the code that waits and refuses it. */
async function refusesACode(w) {
  const kept = await w.context.cookies()
  const slip = await hasACode(w)
  await w.anew()
  await w.context.addCookies(kept)
  await w.visit('/')
  await w.visit(log)
  await w.says('web.guard.code')
  await w.look('code-announced')
  await w.follow('web.guard.open')
  await w.says('people.reset.waiting')
  await w.look('code-waiting')
  await w.press('people.reset.refuse')
  await w.says('people.reset.refused')
  await w.open()
  await w.visit('/sign-in/first')
  await w.field('people.signin.login').fill(slip.login)
  await w.field('people.first.code').fill(slip.code)
  await types(w, after)
  w.mayRefuse = true
  await w.press('people.first.do')
  await w.says('people.code.wrong')
  w.mayRefuse = false
  w.trouble.length = 0
}

/** Who uses the next code finds nothing private, and cannot make words either. */
async function isTakenOver(w) {
  await signsInWith(w, await hasACode(w), after)
  await w.says('web.guard.closed')
  await w.visit(log)
  await w.seesNot('her note is closed to whoever came in', own)
  await w.says('i18n.secret.closed')
  w.report.check('nobody erases what is closed', (await w.link('practice.erase').count()) === 0 ? '' : 'the button is there')
  await w.look('texts-closed')
  await w.visit(mine)
  await w.says('people.reset.closed')
  await w.look('my-sign-ins-closed')
}

async function comesBackWithWords(w, login, words) {
  await w.open()
  await w.visit('/sign-in')
  await w.follow('people.recover.link')
  await w.look('recover')
  await w.field('people.signin.login').fill(login)
  await w.field('people.words.field').fill(words.toUpperCase())
  await types(w, before)
  await w.press('people.password.do')
  await w.page.waitForURL((url) => url.pathname === '/')
  await w.visit(log)
  await w.sees('with her words she reads her note', own)
  await w.anew()
  await signsIn(w, login, before)
}

/** Without the paper the colleague whom she named opens her texts. */
async function isConfirmed(w) {
  await signsInWith(w, await hasACode(w), after)
  const kept = await w.context.cookies()
  await w.signInAs(mentor)
  await w.todo('people.reset.confirm')
  await w.says('people.reset.asked')
  await w.look('confirms-a-colleague')
  await w.press('people.reset.asked_do')
  await w.says('people.reset.confirmed')
  await w.anew()
  await w.context.addCookies(kept)
  await w.visit(log)
  await w.sees('after she was confirmed she reads her note', own)
}
