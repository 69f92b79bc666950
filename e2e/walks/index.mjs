// The stories; each has a demo of its own. Its walks stand in the order in which
// they happen, and each builds on the ones before.
import { around } from './around.mjs'
import { discussion } from './discussion.mjs'
import { district } from './district.mjs'
import { firstDay } from './first-day.mjs'
import { forgottenPassword } from './forgotten-password.mjs'
import { groups } from './groups.mjs'
import { imports } from './imports.mjs'
import { mentoringAgreed, mentoringBegin } from './mentoring-begin.mjs'
import { mentoringYear } from './mentoring-year.mjs'
import { openLesson } from './open-lesson.mjs'
import { outside } from './outside.mjs'
import { people } from './people.mjs'
import { plain } from './plain.mjs'
import { proposal } from './proposal.mjs'
import { rematch } from './rematch.mjs'
import { share } from './share.mjs'
import { signIn } from './sign-in.mjs'
import { sharedComputer } from './shared-computer.mjs'
import { spring } from './spring.mjs'
import { support } from './support.mjs'
import { time } from './time.mjs'
import { survey } from './survey.mjs'
import { timetable } from './timetable.mjs'
import { toldYear } from './told-year.mjs'
import { units } from './units.mjs'

export const stories = {
  // From an empty school year to its end, by hand.
  lived: [outside, signIn, people, plain, timetable, imports, mentoringBegin, proposal, mentoringAgreed, openLesson, discussion, share, units, mentoringYear, around],
  // In the middle of a year that the demo has told: what helps a pair, and thanks it.
  told: [toldYear, sharedComputer, forgottenPassword, support, time, rematch, survey, around],
  // Its end: what was thought of it, and thanks.
  spring: [spring],
  // Where mentors are few.
  groups: [groups],
  // The first day of a school with its own files.
  first: [firstDay],
  // A district from an empty server to a school that leaves it.
  district: [district],
}

/** Stories that begin with an empty database, not with the demo. */
export const empty = new Set(['first', 'district'])

/** Stories that are walked in each language: how many words somebody reads on the first day is counted. */
export const everyLanguage = new Set(['first'])

/** The day up to which the year was told when a story begins. */
export const begins = { told: 'january', spring: 'may' }
