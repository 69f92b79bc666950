// The end of a told year: what both sides answered without a name, the report of
// the year, the forum, a certificate of hours and its badge, which a stranger
// verifies and which is taken back for all to see (R071, R084, R085, R087, R090).
import { paper } from './mentoring-begin.mjs'
import { deputy, director, mentees, mentor } from './personas.mjs'
import { refused } from './support.mjs'

const opinion = 'Аптадағы кездесу уақытының кестеде тұрғаны: оны ешкім жылжытпады.'

export const spring = {
  name: 'spring',
  async run(w) {
    await toldToMay(w)
    await seesFigures(w)
    await lookBackTogether(w)
    await issues(w)
    await strangerVerifies(w)
    await takesBack(w)
  },
}

async function toldToMay(w) {
  await w.signInAs(deputy)
  if (!w.told) {
    await w.visit('/demo/clock')
    await w.press('demo.story.may')
    await w.page.waitForURL((url) => url.pathname === '/', { timeout: 180_000 })
    await w.says('demo.story.done')
  }
  await w.visit('/')
  await w.look('may-deputy')
  await w.visit('/mentoring')
  w.programme = (await w.page.locator('a[href^="/mentoring/programmes/"]:not([href$=new])').last().getAttribute('href')).split('/')[3]
}

/** Five mentees make a figure; their mentors are four, so nothing is told of them, nor of all together. */
async function seesFigures(w) {
  await w.visit(`/evaluation/programmes/${w.programme}`)
  await w.sees('what was written is shown without names', opinion)
  await w.look('survey-results')
  await w.visit(`/evaluation/programmes/${w.programme}/report`)
  await w.look('year-report')
  for (const format of ['docx', 'pdf']) await paper(w, `/evaluation/programmes/${w.programme}/report/paper/${format}?in=${w.language}`, format, [])
  await w.signInAs(mentees[0])
  await refused(w, `/evaluation/programmes/${w.programme}/report`)
}

async function lookBackTogether(w) {
  await w.visit(`/recognition/programmes/${w.programme}`)
  await w.look('recognition')
  await w.todo('mentoring.waiting.reply')
  await w.field('mentoring.report.stance.agree').check()
  await w.press('mentoring.report.reply_do')
  await w.says('mentoring.report.reply_kept')
  await w.signInAs(director)
  await w.visit(`/recognition/programmes/${w.programme}/thanks`)
  await w.look('thanks-form')
  await w.page.locator('select[name=staff]').selectOption({ label: mentor })
  await w.page.locator('textarea[name=text]').fill('Екі жас әріптестің жылы Сізбен жеңіл өтті. Рақмет!')
  await w.press('recognition.thanks.do')
  await w.says('recognition.thanks.said')
}

/** Hours are counted from the log when a pair is closed. */
async function issues(w) {
  await w.signInAs(deputy)
  await w.visit(`/mentoring/programmes/${w.programme}/closing`)
  while (await w.button('mentoring.closing.pair_close').first().isVisible()) {
    await w.press('mentoring.closing.pair_close')
    await w.says('mentoring.closing.pair_closed')
  }
  await w.visit(`/recognition/programmes/${w.programme}`)
  await w.press('recognition.certificate.issue')
  await w.says('recognition.certificate.issued')
  await w.look('certificates')
  await w.signInAs(mentor)
  await w.visit(`/recognition/programmes/${w.programme}`)
  await w.page.locator('main details').filter({ has: w.page.locator('a[href*="/recognition/certificates/"]') }).first().locator('summary').first().click()
  w.verify = await w.page.locator('a[href^="/verify/"]').first().getAttribute('href')
  w.credential = await w.page.locator('a[href^="/badges/credentials/"]').first().getAttribute('href')
  const own = await w.page.locator('a[href*="/recognition/certificates/"][href*="pdf"]').first().getAttribute('href')
  for (const format of ['docx', 'pdf']) await paper(w, own.replace('pdf', format), format, [mentor])
}

/** Nobody has to sign in to see that a badge is true, and who changes a letter of it is found out. */
async function strangerVerifies(w) {
  await w.open()
  w.who = 'a stranger'
  await w.visit(w.verify)
  await w.says('recognition.verify.valid')
  await w.look('verified')
  const badge = await w.page.evaluate((address) => fetch(address).then((r) => r.text()), w.credential)
  const changed = badge.slice(0, -6) + (badge.slice(-6, -5) === 'A' ? 'B' : 'A') + badge.slice(-5)
  for (const [text, key] of [[badge, 'recognition.verify.valid'], [changed, 'recognition.verify.changed']]) {
    await w.visit('/verify')
    await w.page.locator('textarea[name=shown]').fill(text)
    await w.press('recognition.verify.do')
    await w.says(key)
  }
}

async function takesBack(w) {
  await w.signInAs(deputy)
  await w.visit(`/recognition/programmes/${w.programme}`)
  const line = w.page.locator('main details').filter({ has: w.page.locator(`a[href="${w.verify}"]`) }).first()
  await line.locator('summary').first().click()
  await line.locator('a[href$="/revoke"]').click()
  await w.look('revoke')
  await w.page.locator('input[name=reason]').first().check()
  await w.press('recognition.revoke.do')
  await w.says('recognition.revoke.done')
  await w.open()
  w.who = 'a stranger'
  await w.visit(w.verify)
  await w.look('verified-revoked')
  await w.seesNot('it is no longer valid', w.t('recognition.verify.valid'))
}
