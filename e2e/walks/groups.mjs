// Where mentors are few: one group around one mentor, from the invitation to the
// first meeting, which is booked for all at once (R079).
import { ordersAndSigns, takesPart } from './mentoring-begin.mjs'
import { deputy, mentees, mentor, returner } from './personas.mjs'

const members = [...mentees, returner, 'T-A12', 'T-A15']

export const groups = {
  name: 'groups',
  async run(w) {
    await w.signInAs(deputy)
    await opens(w)
    for (const who of members) await takesPart(w, who, 'mentee')
    await takesPart(w, mentor, 'mentor')
    await proposes(w)
    for (const who of [mentor, ...members]) await agrees(w, who)
    await ordersAndSigns(w, [mentor, ...members])
    await meets(w)
  },
}

async function opens(w) {
  await w.visit('/mentoring/programmes/new')
  await w.follow('mentoring.shape.group.standard')
  await w.look('programme-new-group')
  await w.press('mentoring.programme.open')
  await w.says('mentoring.programme.opened')
  w.programme = new URL(w.page.url()).pathname
  await w.follow('mentoring.programme.invite')
  for (const who of members) await w.row(who).getByRole('checkbox').first().check()
  await w.press('mentoring.invite.do')
  await w.says('mentoring.invite.sent', { Count: members.length })
  await w.row(mentor).getByRole('checkbox').first().check()
  await w.press('mentoring.invite.do')
  await w.says('mentoring.invite.sent', { Count: 1 })
}

async function proposes(w) {
  await w.signInAs(deputy)
  await w.visit(w.programme)
  await w.press('mentoring.programme.propose.groups')
  await w.says('mentoring.group.proposed')
  await w.look('group-proposal')
  for (const who of members) await w.sees(`${who} is in the group`, who)
  await w.press('mentoring.proposal.send')
  await w.says('mentoring.proposal.sent')
  await w.look('group-proposal-sent')
}

async function agrees(w, who) {
  await w.signInAs(who)
  await w.todo('mentoring.remind.group_asked')
  if (who === mentor) await w.look('group-asked')
  await w.press('mentoring.pair.yes')
  await w.page.waitForURL((url) => url.pathname === '/mentoring')
}

/** One hour for six people; the notes stay in the group. */
async function meets(w) {
  await w.setDay('2013-09-09', '07:00')
  await w.signInAs(mentor)
  await w.todo('mentoring.waiting.group_times')
  await w.look('group-times')
  await w.page.locator('input[name=time]').first().check()
  await w.press('mentoring.group.book')
  await w.page.waitForURL(/\/mentoring\/groups\/\w+$/)
  await w.look('group')
  const group = new URL(w.page.url()).pathname
  await w.setDay('2013-09-21', '20:00')
  await w.visit(group)
  await w.page.locator('main a[href^="/mentoring/group-meetings/"]').first().click()
  await w.page.locator('textarea[name=shared]').fill('Топтық жұмысты талқыладық.')
  await w.press('mentoring.group.it_was_held')
  await w.says('mentoring.group.held')
  await w.look('group-meeting')
  const meeting = new URL(w.page.url()).pathname
  await w.signInAs(members[0])
  await w.visit(meeting)
  await w.sees('a member reads what was shared', 'Топтық жұмысты талқыладық.')
  await w.signInAs(deputy)
  w.mayRefuse = true
  const answer = await w.page.goto(meeting)
  w.report.check('the deputy is refused the meeting of the group', answer.status() === 403 ? '' : `status ${answer.status()}`)
  w.mayRefuse = false
}
