// Staff, posts and units, and what is private about them (R001-R013).
import { deputy, director, head, mentees, mentor } from './personas.mjs'

export const people = {
  name: 'people',
  async run(w) {
    await w.signInAs(deputy)
    await w.look('today-deputy')
    await findsATeacher(w)
    await looksAtUnits(w)
    await formKeepsWhatWasTyped(w)
    await privateFactsArePrivate(w)
    await givesAPost(w)
  },
}

async function findsATeacher(w) {
  await w.follow('people.nav')
  await w.says('people.staff.list.title')
  await w.look('staff')
  await w.field('people.staff.list.search').fill('zzz')
  await w.press('people.staff.list.find')
  await w.says('people.staff.list.nobody')
  await w.look('staff-nobody')
  await w.field('people.staff.list.search').fill(mentees[0])
  await w.press('people.staff.list.find')
  await w.page.getByRole('link', { name: mentees[0], exact: true }).click()
  await w.says('people.posts')
  await w.look('staff-member')
  await w.follow('people.tab.private')
  await w.says('people.private.sees')
  await w.says('people.private.category.none')
  await w.look('staff-private')
  w.privatePage = new URL(w.page.url()).pathname
}

async function looksAtUnits(w) {
  await w.visit('/people/units')
  await w.look('units')
  await w.page.locator('main table a[href^="/people/units/"]').first().click()
  await w.says('people.unit.members')
  await w.look('unit')
}

/** A code that is taken: the form comes back with what was typed and says at the field what is wrong. */
async function formKeepsWhatWasTyped(w) {
  await w.visit('/people/staff/new')
  await w.look('staff-new')
  await w.field('people.field.code').fill(mentor)
  await w.field('people.field.family_name').fill('Өтегенова')
  w.mayRefuse = true
  await w.press('people.staff.new.do')
  await w.says('people.staff.code_taken')
  const kept = await w.field('people.field.family_name').inputValue()
  w.report.check('the form keeps what was typed', kept === 'Өтегенова' ? '' : `"${kept}"`)
  await w.look('staff-new-fault')
  w.mayRefuse = false
}

/** R009, R010: neither the head of the unit nor a colleague sees private facts; the person does. */
async function privateFactsArePrivate(w) {
  for (const [persona, allowed] of [[head, false], [mentor, false], [mentees[0], true], [director, true]]) {
    await w.signInAs(persona)
    w.mayRefuse = true
    const answer = await w.page.goto(w.privatePage)
    w.report.check(`${persona} ${allowed ? 'sees' : 'does not see'} the private facts of ${mentees[0]}`,
      answer.ok() === allowed ? '' : `status ${answer.status()}`)
    if (!allowed) await w.seesNot(`no category for ${persona}`, w.t('people.private.category'))
    w.trouble.length = 0
    w.mayRefuse = false
  }
}

/** R002, R003: a person holds several posts at once; the history stays. */
async function givesAPost(w) {
  await w.visit('/people')
  await w.field('people.staff.list.search').fill('T-A4')
  await w.press('people.staff.list.find')
  await w.page.getByRole('link', { name: 'T-A4', exact: true }).click()
  await w.follow('people.post.new.title')
  await w.look('post-new')
  await w.field('people.post.role').selectOption('librarian')
  await w.press('people.post.new.do')
  await w.says('people.post.saved')
  await w.look('staff-two-posts')
}
