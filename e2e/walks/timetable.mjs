// Weeks of people, classes and rooms, free time of two, the school year and the
// workload (R073, R093, R094, R100).
import { kindOf } from '../lib/files.mjs'
import { deputy, mentees, mentor } from './personas.mjs'

export const timetable = {
  name: 'timetable',
  async run(w) {
    await w.signInAs(mentor)
    await ownWeek(w)
    await otherWeeks(w)
    await freeTimeOfTwo(w)
    await w.signInAs(deputy)
    await schoolYear(w)
    await workload(w)
  },
}

async function ownWeek(w) {
  await w.follow('timetable.nav')
  await w.says('timetable.week.mine')
  await w.look('timetable')
  await w.follow('timetable.week.next')
  await w.sees('the next week', /9|16/)
}

async function otherWeeks(w) {
  await w.follow('timetable.tab.whose')
  await w.look('timetable-whose')
  await w.page.locator('a[href^="/timetable/classes/"]').getByText('8', { exact: true }).click()
  await w.look('timetable-class')
}

/** A time is offered only where both are free. */
async function freeTimeOfTwo(w) {
  await w.follow('timetable.tab.free')
  const names = w.page.getByLabel(w.t('timetable.free.add'))
  await names.selectOption({ label: await labelOf(names, mentees[0]) })
  await w.press('timetable.free.add.do')
  await w.sees(`${mentees[0]} is chosen`, mentees[0])
  await w.look('timetable-free')
}

async function labelOf(select, code) {
  const labels = await select.locator('option').allInnerTexts()
  return labels.find((l) => l.trim() === code || l.includes(`${code} `) || l.endsWith(` ${code}`)) ?? code
}

async function schoolYear(w) {
  await w.visit('/timetable/year')
  await w.look('school-year')
  await w.page.locator('a[href^="/timetable/years/"]:not([href$="/new"])').first().click()
  await w.look('school-year-edit')
}

async function workload(w) {
  await w.visit('/timetable/workload')
  await w.look('workload')
  for (const [format, kind] of [['docx', 'zip'], ['pdf', 'pdf'], ['xlsx', 'zip']]) {
    const { path } = await w.download(() => w.page.locator(`a[href*="workload/paper"][href*="${format}"]`).first().click())
    w.report.check(`the workload as ${format}`, kindOf(path) === kind ? '' : kindOf(path))
  }
}
