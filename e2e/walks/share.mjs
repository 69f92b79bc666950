// The teacher of a visited lesson says who sees it: the discussion with one colleague, the
// whole with the school, and takes each back (R142). The lesson is the one that was opened
// in the walk open-lesson and spoken of in the walk discussion.
import { reply } from './discussion.mjs'
import { head, mentor, returner, secretary } from './personas.mjs'

export const share = {
  name: 'share',
  async run(w) {
    w.talk = w.lesson.replace('/lessons/', '/occasions/')
    w.shares = `${w.talk}/shares`
    await nobody(w)
    await inPerson(w)
    await toSchool(w)
    await takesBack(w)
  },
}

/** gone checks that there is nothing for the reader at an address. */
async function gone(w, what, address) {
  w.mayRefuse = true
  const answer = await w.page.goto(address)
  w.report.check(what, answer.status() === 404 ? '' : `status ${answer.status()}`)
  w.mayRefuse = false
}

/** Before, a colleague finds nothing, and the mentor who was there cannot share. */
async function nobody(w) {
  await w.signInAs(secretary)
  await w.visit('/observation')
  await w.follow('observation.home.shared')
  await w.says('share.received.none')
  await w.look('share-received-none')
  await gone(w, 'a colleague finds no lesson', w.talk)
  await w.signInAs(mentor)
  await gone(w, 'who was there does not share', w.shares)
}

/** The teacher shares the discussion with the secretary, who finds it on Today. */
async function inPerson(w) {
  await w.signInAs(head)
  await w.visit(w.talk)
  await w.follow('feedback.shares')
  await w.says('share.nobody')
  await w.look('share-nobody')
  w.mayRefuse = true
  await w.press('share.do')
  await w.look('share-wrong')
  w.mayRefuse = false
  await shareWith(w, secretary, 'feedback')
  await w.look('share-standing')
  await w.signInAs(secretary)
  await w.todo('share.remind.shared')
  await w.says('share.level.feedback')
  await w.look('share-received')
  w.report.check('no way to the record', (await w.page.locator('main a[href*="/records/"]').count()) === 0 ? '' : 'it is there')
  await w.page.locator(`main a[href="${w.talk}"]`).click()
  await w.sees('the reply that goes with the words', reply)
  await w.look('share-discussion')
  await gone(w, 'and not who else sees it', w.shares)
}

/** shareWith shares the lesson of the page with somebody, '*' for the school. */
async function shareWith(w, whom, level) {
  const select = w.field('share.with').first()
  await select.selectOption(whom === '*' ? '*' : { label: whom })
  await w.page.locator(`input[name=level][value=${level}]`).check()
  await w.press('share.do')
  await w.says('share.done')
}

/** She shares the whole with the school; the record is read by whoever works there. */
async function toSchool(w) {
  await w.signInAs(head)
  await w.visit(w.shares)
  await shareWith(w, '*', 'whole')
  await w.signInAs(returner)
  await w.visit('/observation/shared')
  await w.says('share.level.whole')
  await w.look('share-received-whole')
  const record = w.page.locator('main a[href*="/records/"]').first()
  w.record = await record.getAttribute('href')
  await record.click()
  await w.says('record.title.lesson')
  await w.look('share-record')
}

/** Taken back, it is gone at once for both. */
async function takesBack(w) {
  await w.signInAs(head)
  await w.visit(w.shares)
  await w.look('share-both')
  for (let i = 0; i < 2; i++) {
    await w.button('share.take_back').first().click()
    await w.says('share.taken_back')
  }
  await w.page.locator('main details summary').first().click()
  await w.look('share-ended')
  for (const who of [secretary, returner]) {
    await w.signInAs(who)
    await w.visit('/observation/shared')
    await w.says('share.received.none')
    await gone(w, 'the discussion is closed', w.talk)
    await gone(w, 'and the record', w.record)
  }
}
