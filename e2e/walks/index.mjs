// The story, in the order in which it happens; each walk builds on the ones before.
import { outside } from './outside.mjs'

export const walks = [outside]
