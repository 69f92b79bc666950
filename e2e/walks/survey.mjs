// The anonymous survey, from its questions to its figures, and the track of those
// who come back from long leave (R084, R116).
import { deputy, mentees, mentor, returner } from './personas.mjs'
import { refused } from './support.mjs'

const asked = [mentor, ...mentees, returner, 'T-A12', 'T-A15']
const words = 'Маған ең көп көмектескені: сұрақ қоюға болатыны.'

export const survey = {
  name: 'survey',
  async run(w) {
    await w.signInAs(deputy)
    await announces(w)
    for (const who of asked) await answers(w, who)
    await closes(w)
    await opensTrack(w)
  },
}

async function announces(w) {
  await w.visit('/mentoring')
  w.programme = (await w.page.locator('a[href^="/mentoring/programmes/"]:not([href$=new])').last().getAttribute('href')).split('/')[3]
  await w.visit(`/evaluation/programmes/${w.programme}`)
  await w.look('survey-none')
  await w.press('evaluation.survey.prepare')
  await w.says('evaluation.survey.prepared')
  await w.look('survey-draft')
  const today = await w.field('evaluation.survey.opens').inputValue()
  w.report.check('the days are filled in', /^2014-01-\d\d$/.test(today) ? '' : today)
  await w.press('evaluation.survey.announce')
  await w.says('evaluation.survey.announced')
}

/** Everybody who stood in a pair finds it on Today; seven taps. */
async function answers(w, who) {
  await w.signInAs(who)
  const item = w.page.getByRole('listitem').filter({ has: w.page.locator('a[href^="/evaluation/surveys/"]') }).first()
  for (let tries = 0; tries < 40 && !(await item.isVisible()); tries++) { // until the job has opened it
    await w.page.waitForTimeout(500)
    await w.visit('/')
  }
  await item.locator('a[href^="/evaluation/surveys/"]').click()
  if (who === mentor) await w.look('survey-form')
  const names = await w.page.locator('input[type=radio]').evaluateAll((all) => [...new Set(all.map((i) => i.name))])
  for (const name of names) await w.page.locator(`input[name="${name}"]`).nth(3).check()
  await w.page.locator('textarea').first().fill(words)
  await w.press('evaluation.answer.send')
  await w.says('evaluation.answer.was_sent')
  await w.seesNot('no figures while it is open', words)
}

/** Figures come after the end; one mentor's alone are not shown. */
async function closes(w) {
  await refused(w, `/evaluation/programmes/${w.programme}/report`)
  await w.signInAs(deputy)
  await w.visit(`/evaluation/programmes/${w.programme}`)
  await w.look('survey-open')
  await w.page.locator('main details summary').first().click()
  await w.press('evaluation.survey.close_do')
  await w.sees('what was written stands there without names', words)
  await w.look('survey-closed')
  for (const who of asked) await w.seesNot(`${who} is not named`, who)
}

async function opensTrack(w) {
  await w.visit('/mentoring/programmes/new')
  await w.follow('mentoring.shape.one_to_one.return')
  await w.look('programme-new-return')
  await w.press('mentoring.programme.open')
  await w.says('mentoring.programme.opened')
  await w.look('programme-return')
  await w.follow('mentoring.programme.invite')
  await w.says('mentoring.need.after_leave')
  await w.row(returner).getByRole('checkbox').first().check()
  await w.press('mentoring.invite.do')
  await w.says('mentoring.invite.sent', { Count: 1 })
}
