// A lesson is discussed by the protocol: the teacher looks back, three observers write, each
// reading the others after her own; a reply, a next step of two, and what one learned (R137-R142).
// The lesson is the one that was opened and visited in the walk open-lesson.
import { deputy, director, head, mentor, secretary } from './personas.mjs'

const back = 'Уақыт жетпей қалды, бірақ екінші топ күткеннен көп сөйледі.'
const evidence = (who) => `Дәлел: ${who} көрген оқушы екі сөйлем жазды.`
const learned = 'Кеспе қағаздағы кезекті 5-сыныпта қолданамын.'
export const reply = 'Топты кешегі жұмысы бойынша құрдым.'
const step = 'Рөлді жеребемен бөлу, екі сабақ.'
const outcome = 'Екі сабақта өтті, үнсіз отырған екі бала сөйледі.'

export const discussion = {
  name: 'discussion',
  async run(w) {
    w.talk = w.lesson.replace('/lessons/', '/occasions/')
    await waits(w)
    await looksBack(w)
    await write(w)
    await replies(w)
    await agree(w)
    await learns(w)
    await isPrivate(w)
    await changes(w)
  },
}

/** The observer finds that the teacher comes first; what she types she may send later. */
async function waits(w) {
  await w.signInAs(mentor)
  await w.visit(w.lesson)
  await w.follow('observation.visit.discuss')
  await w.look('discussion-wait')
  await w.says('feedback.reflection.none')
}

/** The teacher looks back, from her Today. */
async function looksBack(w) {
  await w.signInAs(head)
  await w.visit('/')
  await w.visit(w.talk)
  await w.follow('feedback.reflect.do')
  w.mayRefuse = true
  await w.press('feedback.send')
  await w.says('fault.text_missing')
  await w.look('discussion-reflection-wrong')
  w.mayRefuse = false
  await w.field('feedback.reflect.text').fill(back)
  await w.press('feedback.send')
  await w.says('feedback.reflect.kept')
  await w.look('discussion-reflected')
}

/** Three observers write, the director as one of them; each reads the others after her own. */
async function write(w) {
  const sent = []
  for (const who of [mentor, deputy, director]) {
    await w.signInAs(who)
    await w.visit(w.talk)
    await w.sees('what the teacher wrote', back)
    for (const other of sent) await w.seesNot('no words of others before her own', evidence(other))
    await w.follow('feedback.say.do')
    if (who === mentor) await w.look('discussion-words')
    await w.field('feedback.ask.evidence').fill(evidence(who))
    await w.field('feedback.ask.question').fill('Топты қалай құрдыңыз?')
    await w.field('feedback.ask.learned').fill(learned)
    if (who === deputy) await w.field('feedback.ask.suggestion').fill('Соңғы бес минутты жұпқа беріп көріңіз.')
    await w.press('feedback.send')
    await w.says('feedback.say.kept')
    for (const other of sent) await w.sees('the words of others after her own', evidence(other))
    sent.push(who)
  }
  await w.look('discussion-said')
}

/** The teacher reads from her Today, says that she has, and replies. */
async function replies(w) {
  await w.signInAs(head)
  await w.todo('feedback.waiting.read', { Count: 3 })
  await w.look('discussion-teacher')
  await w.press('feedback.read.do')
  await w.says('feedback.read.done')
  await w.follow('feedback.reply.do')
  await w.look('discussion-reply')
  await w.field('feedback.reply.text').fill(reply)
  await w.press('feedback.send')
  await w.says('feedback.reply.kept')
}

/** She proposes a next step to the mentor, who agrees; later they say what came of it. */
async function agree(w) {
  await w.follow('feedback.step.propose')
  await w.look('discussion-step-new')
  await w.field('feedback.step.text').first().fill(step)
  await w.press('feedback.step.propose_do')
  await w.says('feedback.step.sent')
  await w.signInAs(mentor)
  await w.todo('feedback.waiting.proposed')
  await w.sees('the step', step)
  await w.look('discussion-step')
  await w.press('feedback.step.yes')
  await w.says('feedback.step.answer_sent')
  await w.follow('feedback.waiting.due.do')
  await w.field('feedback.step.outcome').fill(outcome)
  await w.look('discussion-step-outcome')
  await w.press('feedback.step.finish')
  await w.says('feedback.step.done')
  await w.sees('what came of it', outcome)
  await w.look('discussion-step-done')
}

/** What she learned stands on a page of her own, with what she tried. */
async function learns(w) {
  await w.visit('/observation')
  await w.follow('observation.home.learning')
  await w.sees('what was learned', learned)
  await w.follow('feedback.try.do')
  await w.field('feedback.try.text').fill('5Б-да үш топ кезекпен сөйледі.')
  await w.look('discussion-try')
  await w.press('web.save')
  await w.says('feedback.try.kept')
  await w.look('discussion-learning')
  await w.visit('/observation/learning/paper/html')
  await w.sees('the paper', learned)
  await w.look('discussion-learning-paper')
}

/** Who was not there finds nothing. */
async function isPrivate(w) {
  await w.signInAs(secretary)
  w.mayRefuse = true
  const answer = await w.page.goto(w.talk)
  w.report.check('who was not there finds no discussion', answer.status() === 404 ? '' : `status ${answer.status()}`)
  w.mayRefuse = false
}

/** The director changes the protocol for lessons to come. */
async function changes(w) {
  await w.signInAs(director)
  await w.visit('/observation/protocol')
  await w.look('discussion-protocol')
  await w.follow('feedback.protocol.change')
  await w.look('discussion-protocol-change')
  await w.field('feedback.protocol.due_days').fill('5')
  await w.press('web.save')
  await w.says('feedback.protocol.kept')
}
