// The story, in the order in which it happens; each walk builds on the ones before.
import { around } from './around.mjs'
import { outside } from './outside.mjs'
import { people } from './people.mjs'
import { signIn } from './sign-in.mjs'

export const walks = [outside, signIn, people, around]
