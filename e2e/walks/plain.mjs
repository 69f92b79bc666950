// The same program without script, as an old phone or a careful browser shows it.
import { deputy, mentees } from './personas.mjs'

export const plain = {
  name: 'plain',
  async run(w) {
    await w.signInAs(deputy, { script: false })
    await w.says('home.waiting.title')
    await w.follow('people.nav')
    await w.field('people.staff.list.search').fill(mentees[1])
    await w.press('people.staff.list.find')
    await w.page.getByRole('link', { name: mentees[1], exact: true }).click()
    await w.follow('people.post.new.title')
    await w.field('people.post.role').selectOption('lab_assistant')
    await w.press('people.post.new.do')
    await w.says('people.post.saved')
    await w.follow('timetable.nav')
    await w.follow('timetable.week.next')
    await w.says('timetable.week.this')
    await w.follow('timetable.tab.free')
    await w.press('timetable.free.add.do')
    await w.says('timetable.free.who')
    await w.page.locator('a[hreflang="en"]').click()
    w.report.check('the language is switched without script', (await w.page.locator('html').getAttribute('lang')) === 'en' ? '' : 'not switched')
    await w.page.locator(`a[hreflang="${w.language}"]`).click()
    await w.page.locator('form[action="/sign-out"] button').click()
    await w.page.waitForURL('**/sign-in**')
  },
}
