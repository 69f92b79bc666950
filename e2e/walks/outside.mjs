// Before anybody signs in: help, the switch of languages, pages that are not
// there, and in development the page of all components.

export const outside = {
  name: 'outside',
  async run(w) {
    await w.open()
    await w.visit('/help')
    await w.says('home.help.lead')
    await w.look('help')
    await switchLanguages(w)
    await unknownAddress(w)
    await w.visit('/components')
    await w.look('components')
  },
}

/** The reader switches and stays where they are. */
async function switchLanguages(w) {
  for (const other of ['kk', 'ru', 'en', w.language]) {
    await w.page.locator(`a[hreflang="${other}"]`).click()
    await w.page.waitForFunction((l) => document.documentElement.lang === l, other)
    w.report.check(`switch to ${other} stays on the page`, new URL(w.page.url()).pathname === '/help' ? '' : w.page.url())
  }
}

/** An unknown address is a page, not a stack. */
async function unknownAddress(w) {
  w.mayRefuse = true
  const answer = await w.page.goto('/no/such/page')
  w.report.check('an unknown address answers 404', answer.status() === 404 ? '' : `status ${answer.status()}`)
  await w.seesNot('no stack on the error page', /goroutine|panic|\.go:\d+/)
  await w.look('not-found')
  w.mayRefuse = false
}
