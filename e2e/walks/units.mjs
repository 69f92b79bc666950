// A unit's year: the head begins it from what units usually do, plans something more, moves
// it, and says what was held; a colleague reads all of it and changes nothing (R043, R045, R055).
import { deputy, head, mentor } from './personas.mjs'

const text = 'Жұптық жұмыс: бір-бірінің сабағына қатысу'
const outcome = 'Төрт сабақ, әркім бір тәсіл жазды.'

export const units = {
  name: 'units',
  async run(w) {
    await begins(w)
    await plans(w)
    await holds(w)
    await isRead(w)
  },
}

/** The head finds her unit, and its year empty. */
async function begins(w) {
  await w.signInAs(head)
  await w.visit('/units')
  await w.look('units')
  await w.page.getByRole('row').filter({ hasText: w.t('unit.mine') }).getByRole('link').first().click()
  await w.page.waitForURL(/\/units\/[^/]+$/)
  w.unit = new URL(w.page.url()).pathname
  await w.look('unit')
  await w.visit(`${w.unit}/plan?view=year`)
  await w.look('unit-plan-empty')
  await w.press('workplan.from_usual')
  await w.says('workplan.begun', { Count: 12 })
  await w.look('unit-plan-year')
}

/** She plans something more, with a fault first, and moves it. */
async function plans(w) {
  await w.follow('workplan.new')
  w.mayRefuse = true
  await w.press('web.save')
  await w.says('fault.text_missing')
  await w.look('unit-plan-new-wrong')
  w.mayRefuse = false
  await w.field('workplan.text').first().fill(text)
  await w.press('web.save')
  await w.says('workplan.kept')
  await w.visit(`${w.unit}/plan?view=year`)
  await w.page.getByRole('listitem').filter({ hasText: text }).getByRole('link').click()
  await w.look('unit-plan-item')
  w.item = new URL(w.page.url()).pathname
  await w.press('workplan.later.month')
  await w.says('workplan.moved')
}

/** What was held is said with what came of it. */
async function holds(w) {
  await w.visit(w.item)
  await w.follow('workplan.held.do')
  await w.field('workplan.outcome').fill(outcome)
  await w.look('unit-plan-held')
  await w.press('web.save')
  await w.says('workplan.held.done')
  await w.look('unit-plan-item-held')
}

/** A colleague reads the plan and its paper, the deputy all units; a colleague changes nothing. */
async function isRead(w) {
  await w.signInAs(mentor)
  await w.visit(w.item)
  await w.sees('what came of it', outcome)
  await w.seesNot('no button to plan it again', w.t('workplan.again'))
  w.mayRefuse = true
  const answer = await w.page.goto(`${w.unit}/plan/new`)
  w.report.check('a colleague plans nothing', answer.status() === 403 ? '' : `status ${answer.status()}`)
  w.mayRefuse = false
  await w.visit(`${w.unit}/plan?view=month`)
  await w.look('unit-plan-month')
  await w.signInAs(deputy)
  await w.visit('/units')
  await w.look('units-deputy')
}
