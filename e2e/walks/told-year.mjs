// A visitor lets the year go on to January and looks at pairs in the middle of it.
import { deputy, mentees, mentor } from './personas.mjs'

export const toldYear = {
  name: 'told-year',
  async run(w) {
    await w.signInAs(deputy)
    await w.visit('/demo/clock')
    await w.look('story-of-the-demo')
    if (!w.told) {
      await w.press('demo.story.january')
      await w.page.waitForURL((url) => url.pathname === '/', { timeout: 120_000 })
      await w.says('demo.story.done')
    } else await w.visit('/')
    await w.look('january-deputy')
    for (const persona of [mentor, mentees[0]]) {
      await w.signInAs(persona)
      await w.look(`january-${persona.toLowerCase()}`)
    }
  },
}
