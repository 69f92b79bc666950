// The real way in (R230): a code on paper, a password of one's own, no e-mail.
import { createHmac } from 'node:crypto'
import { director } from './personas.mjs'

const newcomer = 'T-A15'
const password = 'қара мысық терезеде'

export const signIn = {
  name: 'sign-in',
  async run(w) {
    await w.open()
    await w.visit('/demo')
    await w.look('personas')
    await w.signInAs(director)
    const code = await printsACode(w)
    await setsAPassword(w, code)
    await signsOutAndIn(w)
    await setsUpTheApp(w)
    await comesInWithACode(w)
    await usesAPasskey(w)
    await isRefused(w)
  },
}

/** codeFor makes a code for somebody, and gives what stands on the slip. */
export async function codeFor(w, who) {
  await w.visit('/people/accounts')
  await w.field('people.codes.chosen').check()
  await w.field('people.codes.for', { Name: who }).check()
  await w.press('people.codes.print')
  return readsSlip(w, who)
}

async function readsSlip(w, who) {
  const slip = w.page.locator('.slip').filter({ hasText: who })
  const [login, code] = [await slip.locator('.login').innerText(), await slip.locator('.code').innerText()]
  return { login: login.trim(), code: code.trim() }
}

async function printsACode(w) {
  await w.visit('/people/accounts')
  await w.look('accounts')
  const slip = await codeFor(w, newcomer)
  await w.look('codes')
  w.report.check('a slip has login and code', slip.login && slip.code ? '' : `login ${slip.login}, code ${slip.code}`)
  await w.page.reload()
  const again = await readsSlip(w, newcomer)
  w.report.check('loaded again the sheet has the same code', again.code === slip.code ? '' : `${slip.code}, then ${again.code}`)
  return slip
}

async function setsAPassword(w, { login, code }) {
  await w.open()
  await w.visit('/sign-in')
  await w.look('sign-in')
  await w.follow('people.signin.use_code')
  await w.field('people.signin.login').fill(login)
  await w.field('people.first.code').fill(code)
  await w.page.getByLabel(w.t('people.password.new')).first().fill(password)
  await w.page.getByLabel(w.t('people.password.repeat')).fill(password)
  await w.look('first-sign-in')
  await w.press('people.first.do')
  await w.says('home.waiting.title')
  w.login = login
}

async function signsOutAndIn(w) {
  await w.press('web.signout.do')
  await w.says('web.signout.done')
  await w.visit('/people')
  await w.field('people.signin.login').fill(w.login.toUpperCase())
  await w.field('people.signin.password').fill(password)
  await w.press('people.signin.do')
  await w.page.waitForURL('**/people')
  w.report.check('after signing in the page that was asked for', '')
}

/** shown is what the app on a phone shows now. */
function shown(key) {
  const signs = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const bits = [...key.replaceAll(' ', '')].map((c) => signs.indexOf(c).toString(2).padStart(5, '0')).join('')
  const bytes = Buffer.from(bits.match(/.{8}/g).map((b) => Number.parseInt(b, 2)))
  const step = Buffer.alloc(8)
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)))
  const sum = createHmac('sha1', bytes).update(step).digest()
  return String((sum.readUInt32BE(sum.at(-1) & 15) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

async function setsUpTheApp(w) {
  await w.visit('/my-sign-ins')
  await w.follow('people.factor.begin')
  await w.field('people.signin.password').fill(password)
  await w.press('people.factor.next')
  await w.look('second-factor')
  const key = await w.page.locator('.words').innerText()
  await w.field('people.factor.shown').fill(shown(key))
  await w.press('people.factor.begin')
  await w.look('spare-codes')
  w.spare = await w.page.locator('.words li').allInnerTexts()
  await w.follow('people.factor.kept')
  await w.look('my-sign-ins-with-a-code')
}

/** The code of the app was used up a moment ago: a spare one does for this time. */
async function comesInWithACode(w) {
  await w.press('web.signout.do')
  await w.visit('/sign-in')
  await w.field('people.signin.login').fill(w.login)
  await w.field('people.signin.password').fill(password)
  await w.press('people.signin.do')
  await w.look('sign-in-code')
  await givesASpareCode(w)
}

async function givesASpareCode(w) {
  await w.field('people.factor.code').fill(w.spare.pop())
  await w.press('people.signin.do')
  await w.says('home.waiting.title')
}

/** Passkeys belong to a name; the browser holds them in a device that it only plays. */
async function usesAPasskey(w) {
  const base = w.base
  w.base = base.replace('127.0.0.1', 'localhost')
  await w.open()
  await w.devtools.send('WebAuthn.enable')
  await w.devtools.send('WebAuthn.addVirtualAuthenticator', { options: {
    protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true,
  } })
  await w.visit('/sign-in')
  await w.field('people.signin.login').fill(w.login)
  await w.field('people.signin.password').fill(password)
  await w.press('people.signin.do')
  await givesASpareCode(w)
  await w.visit('/my-sign-ins/passkeys')
  await w.field('people.signin.password').fill(password)
  await w.press('people.factor.next')
  await w.press('people.passkey.make')
  await w.says('people.passkey.made')
  await w.look('passkeys')
  await w.press('web.signout.do')
  await w.visit('/sign-in')
  await w.look('sign-in-with-a-passkey')
  await w.press('people.passkey.sign_in')
  await w.says('home.waiting.title')
  w.base = base
}

async function isRefused(w) {
  await w.open()
  await w.visit('/sign-in')
  await w.field('people.signin.login').fill(w.login)
  await w.field('people.signin.password').fill('not the password')
  w.mayRefuse = true
  await w.press('people.signin.do')
  await w.says('people.signin.wrong')
  await w.look('sign-in-wrong')
  w.mayRefuse = false
}
