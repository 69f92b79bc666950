// The story, in the order in which it happens; each walk builds on the ones before.
import { around } from './around.mjs'
import { imports } from './imports.mjs'
import { mentoringBegin } from './mentoring-begin.mjs'
import { mentoringYear } from './mentoring-year.mjs'
import { outside } from './outside.mjs'
import { people } from './people.mjs'
import { plain } from './plain.mjs'
import { signIn } from './sign-in.mjs'
import { timetable } from './timetable.mjs'

export const walks = [outside, signIn, people, plain, timetable, imports, mentoringBegin, mentoringYear, around]
