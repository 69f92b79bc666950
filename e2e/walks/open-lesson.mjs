// A visit is agreed: a teacher opens a lesson, a colleague takes a place; somebody asks to
// see a lesson and its teacher gives leave; a critical friend is chosen (R129-R134).
import { deputy, director, head, mentor, secretary } from './personas.mjs'

const question = 'Топта әр оқушы сөйлей ме?'
const wish = 'Топтық жұмысты көргім келеді.'

export const openLesson = {
  name: 'open-lesson',
  async run(w) {
    await w.signInAs(head)
    await w.visit('/observation')
    await w.look('observation-none')
    await opens(w)
    await comes(w)
    await asks(w)
    await befriends(w)
    await afterwards(w)
  },
}

/** choose picks a lesson of the select by its place. */
async function choose(w, place) {
  const select = w.field('observation.lesson.one').first()
  const values = await select.locator('option').evaluateAll((all) => all.map((o) => o.value).filter(Boolean))
  await select.selectOption(values[Math.min(place, values.length - 1)])
  return values[Math.min(place, values.length - 1)]
}

/** The head of the unit opens two lessons of next week: one to all, one to the mentor alone. */
async function opens(w) {
  await w.follow('observation.open.title')
  await w.page.locator('nav.tabs a').nth(1).click()
  await w.look('observation-open')
  w.opened = await choose(w, 1)
  await w.field('observation.lesson.focus').fill(question)
  await w.field('observation.open.places').fill('0')
  w.mayRefuse = true
  await w.press('observation.open.do')
  await w.says('observation.lesson.places_between', { Most: 30 })
  await w.look('observation-open-wrong')
  w.mayRefuse = false
  await w.field('observation.open.places').fill('3')
  await w.press('observation.open.do')
  await w.says('observation.open.done')
  w.lesson = new URL(w.page.url()).pathname
  w.headName = await w.page.locator('dl a.person').first().innerText()
  await w.look('observation-lesson-own')
  await w.visit(`${w.lesson}/edit`)
  await w.field('observation.lesson.purpose').selectOption('seminar')
  await w.look('observation-edit')
  await w.press('web.save')
  await w.says('observation.purpose.seminar')
}

/** Three colleagues take the three places; the fourth finds none. */
async function comes(w) {
  for (const who of [mentor, deputy, director]) {
    await w.signInAs(who)
    await w.visit('/observation/lessons')
    if (who === mentor) await w.look('observation-lessons')
    await w.sees('the question is read before', question)
    await w.visit(w.lesson)
    if (who === mentor) await w.look('observation-lesson')
    await w.press('observation.lesson.join')
    await w.says('observation.lesson.joined')
    if (who === mentor) await w.look('observation-lesson-coming')
  }
  await w.signInAs(secretary)
  await w.visit(w.lesson)
  await w.says('observation.lesson.full')
  await w.signInAs(head)
  await w.visit(w.lesson)
  await w.look('observation-lesson-full')
}

/** The mentor asks to see a lesson of the head; she gives leave from her Today. */
async function asks(w) {
  await w.signInAs(mentor)
  await w.visit('/observation/ask')
  await w.look('observation-ask')
  const teacher = w.field('observation.ask.teacher')
  await chooseColleague(w, teacher, w.headName)
  if (!(await w.field('observation.lesson.one').first().isVisible())) await w.page.locator('nav.tabs a').nth(1).click()
  await choose(w, 0)
  await w.field('observation.ask.words').fill(wish)
  await w.look('observation-ask-lesson')
  await w.press('observation.ask.do')
  await w.says('observation.ask.done')
  w.request = new URL(w.page.url()).pathname
  await w.look('observation-request-mine')
  await w.signInAs(director)
  w.mayRefuse = true
  const answer = await w.page.goto(w.request)
  w.report.check('a director finds no such request', answer.status() === 404 ? '' : `status ${answer.status()}`)
  w.mayRefuse = false
  await w.signInAs(head)
  await w.todo('observation.waiting.request')
  await w.sees('what the colleague would like to see', wish)
  await w.look('observation-request')
  await w.press('observation.request.yes')
  await w.says('observation.request.agreed')
}

/** chooseColleague picks whom a list names so. */
async function chooseColleague(w, select, name) {
  await select.selectOption({ label: name })
  const show = w.button('observation.ask.show')
  if (await show.isVisible().catch(() => false)) await show.click().catch(() => {})
  await w.page.waitForURL(/teacher=/)
}

async function befriends(w) {
  await w.signInAs(mentor)
  await w.visit('/observation/friends')
  await w.field('observation.friend.whom').selectOption({ label: w.headName })
  await w.press('observation.friend.do')
  await w.says('observation.friend.asked')
  await w.look('observation-friends')
  await w.signInAs(head)
  await w.todo('observation.waiting.friend')
  await w.look('observation-friend')
  await w.press('observation.friend.yes')
  await w.says('observation.friend.answered')
}

/** After the lesson the one who came keeps a note that the two read. */
async function afterwards(w) {
  const [day] = w.opened.split(' ')
  await w.setDay(day, '20:00')
  await w.signInAs(mentor)
  await w.visit(w.lesson)
  await w.follow('observation.visit.note_do')
  await w.field('observation.visit.note').fill('Жұптар бір-біріне сұрақ қойды.\nМұны өз сабағымда қолданамын.')
  await w.look('observation-visit')
  await w.press('observation.visit.hold')
  await w.says('observation.visit.kept')
  await w.signInAs(head)
  await w.visit('/observation')
  await w.look('observation-home')
  await w.visit('/observation/past')
  await w.look('observation-past')
}
