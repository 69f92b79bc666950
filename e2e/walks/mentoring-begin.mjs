// The first half of a mentoring year: programme, invitations, profiles, proposal;
// then consent of both and the director's order (R067, R068, R073-R077, R080, R082).
import { copyFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { textOf, kindOf } from '../lib/files.mjs'
import { deputy, director, head, mentees, mentor, returner } from './personas.mjs'

const languages = ['kk', 'ru', 'en']

export const mentoringBegin = {
  name: 'mentoring-begin',
  async run(w) {
    await w.signInAs(deputy)
    await opensTheProgramme(w)
    await invites(w)
    for (const who of [...mentees, returner]) await takesPart(w, who, 'mentee')
    for (const who of [mentor, head]) await takesPart(w, who, 'mentor')
    await proposes(w)
  },
}

export const mentoringAgreed = {
  name: 'mentoring-agreed',
  async run(w) {
    await sends(w)
    await answer(w)
    await ordersAndSigns(w)
  },
}

async function opensTheProgramme(w) {
  await w.follow('mentoring.nav')
  await w.says('mentoring.home.none')
  await w.look('mentoring-empty')
  await w.follow('mentoring.programme.open')
  await w.look('programme-new')
  w.mayRefuse = true
  await w.page.getByText(w.t('mentoring.policy.more')).click()
  await w.field('mentoring.policy.meetings_per_week').fill('99')
  await w.press('mentoring.programme.open')
  await w.says('mentoring.policy.range')
  await w.look('programme-new-fault')
  w.mayRefuse = false
  await w.field('mentoring.policy.meetings_per_week').fill('1')
  await w.press('mentoring.programme.open')
  await w.says('mentoring.programme.opened')
  await w.look('programme')
  w.programme = new URL(w.page.url()).pathname
}

async function invites(w) {
  await w.follow('mentoring.programme.invite')
  await w.says('mentoring.roster.needing')
  await w.says('mentoring.need.after_leave')
  await w.look('roster')
  const all = [...mentees, returner, mentor, head]
  for (const who of all) await w.row(who).getByRole('checkbox').first().check()
  await w.press('mentoring.invite.do')
  await w.says('mentoring.invite.sent', { Count: all.length })
  await w.look('roster-invited')
}

/** Everybody answers for themselves and fills a short profile. */
export async function takesPart(w, who, side) {
  await w.signInAs(who)
  await w.todo('mentoring.waiting.invitation')
  if (who === mentees[0]) await w.look('invitation')
  await w.press('mentoring.invite.yes')
  await w.says('mentoring.invite.accepted')
  await w.says('mentoring.sees.profile')
  if (who === mentees[0]) await profileWithoutTopics(w)
  await w.field('mentoring.topic.lesson_planning').check()
  await w.field('mentoring.topic.methods').check()
  await w.field('mentoring.profile.hopes').fill('Сабақты бірге талдау')
  await w.field('mentoring.language.kk').check()
  if (side === 'mentor') await w.field('mentoring.profile.capacity').fill('2')
  if (who === mentor || who === mentees[0]) await w.look(`profile-${side}`)
  await w.press('mentoring.save')
  await w.says('mentoring.profile.saved')
}

async function profileWithoutTopics(w) {
  w.mayRefuse = true
  await w.field('mentoring.profile.hopes').fill('Өз сөзім')
  await w.press('mentoring.save')
  await w.says('mentoring.profile.topics_missing')
  const kept = await w.field('mentoring.profile.hopes').inputValue()
  w.report.check('the profile keeps what was typed', kept === 'Өз сөзім' ? '' : `"${kept}"`)
  await w.look('profile-fault')
  w.mayRefuse = false
}

async function proposes(w) {
  await w.signInAs(deputy)
  await w.visit(w.programme)
  await w.press('mentoring.programme.propose')
  await w.says('mentoring.proposal.made')
  await w.look('proposal')
  await w.show('proposal')
  for (const who of mentees) await w.sees(`${who} is proposed`, new RegExp(who))
  w.proposal = new URL(w.page.url()).pathname
}

async function sends(w) {
  await w.signInAs(deputy)
  await w.visit(w.proposal)
  await w.press('mentoring.proposal.send')
  await w.says('mentoring.proposal.sent')
}

/** Both sides answer in private; the one who returns declines, and nobody learns it. */
async function answer(w) {
  let looked = false
  for (const who of [...mentees, returner, mentor, head]) {
    await w.signInAs(who)
    await w.visit('/')
    for (;;) {
      const item = w.page.getByRole('listitem').filter({ hasText: new RegExp(w.t('mentoring.waiting.pair', { Who: '\u0000' }).split('\u0000')[0]) }).first()
      if (!(await item.isVisible())) break
      if (!looked) await w.look('today-pair')
      await item.getByRole('link').first().click()
      await w.page.waitForURL('**/mentoring/pairs/*')
      if (!looked) await w.look('pair-asked')
      if (!looked) await w.show('consent', { width: 390, height: 760 })
      looked = true
      await w.press(who === returner ? 'mentoring.pair.no' : 'mentoring.pair.yes')
      await w.says(who === returner ? 'mentoring.consent.no' : 'mentoring.consent.yes')
      await w.visit('/')
    }
  }
}

export async function ordersAndSigns(w, people = [mentor, ...mentees]) {
  await w.signInAs(deputy)
  await w.visit(w.programme)
  await w.look('programme-agreed')
  await w.press('mentoring.programme.prepare_order')
  await w.says('mentoring.order.prepared')
  await w.signInAs(director)
  await w.todo('mentoring.waiting.sign')
  await w.look('order-draft')
  await w.field('mentoring.order.number').fill('12-п')
  await w.press('mentoring.order.sign')
  await w.says('mentoring.order.signed')
  await w.look('order-signed')
  await w.show('order')
  const order = new URL(w.page.url()).pathname
  for (const language of languages) {
    for (const format of ['docx', 'pdf']) await paper(w, `${order}/paper/${format}?in=${language}`, format, [...people, '12-п'])
  }
}

/** The papers stay in var/papers, to be looked at. */
function keep(w, path, name) {
  const folder = join(w.root, 'var/papers', w.language)
  mkdirSync(folder, { recursive: true })
  copyFileSync(path, join(folder, name))
}

/** A paper is there in the format asked for and holds these words. */
export async function paper(w, address, format, wanted) {
  const { name, path } = await w.download(() => w.page.locator(`a[href="${address}"]`).first().click())
  if (w.pictures) keep(w, path, `${address.match(/in=(\w+)/)?.[1] ?? w.language}-${name}`)
  w.report.check(`${address} is a ${format}`, kindOf(path) === (format === 'pdf' ? 'pdf' : 'zip') ? '' : 'another kind of file')
  const text = textOf(path, format)
  if (text === null) return
  const missing = wanted.filter((word) => !text.includes(word))
  w.report.check(`${address} holds ${wanted.join(', ')}`, missing.length ? `missing: ${missing.join(', ')}` : '')
}
