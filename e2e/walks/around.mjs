// Everybody looks around: each person follows every link that the pages offer,
// once for each kind of page, and finds no page that is broken, slow or heavy.
import { untranslated, weight, limits } from '../lib/checks.mjs'
import { kindOf } from '../lib/walker.mjs'
import { administrator, director, mentees, methodologist, personas } from './personas.mjs'

const most = 60 // kinds of page for one person; more would be a loop

export const around = {
  name: 'around',
  async run(w) {
    if (w.story !== 'lived' && (w.brief || !w.first)) return // the same pages, fuller
    for (const persona of goers(w)) {
      await w.signInAs(persona)
      await lookAround(w)
    }
  },
}

// Who sees what does not depend on the language, so all go in one of them.
function goers(w) {
  if (w.brief) return [director]
  return w.first ? personas : [director, mentees[0], methodologist, administrator]
}

async function lookAround(w) {
  const waiting = [new URL(w.page.url()).pathname]
  const seen = new Set(waiting.map(kindOf))
  while (waiting.length > 0 && seen.size < most) {
    const address = waiting.shift()
    const answer = await w.page.goto(address)
    const kind = kindOf(address)
    w.report.check(`${w.who} follows a link to ${kind}`, answer.ok() ? '' : `${address}: status ${answer.status()}`)
    if (!answer.ok()) continue
    if (w.kinds.has(kind)) await glance(w, kind)
    else await w.look(`around${kind.replaceAll(/[^a-z0-9]+/gi, '-')}`.replace(/-$/, ''))
    for (const next of await linksOf(w)) {
      if (seen.has(kindOf(next))) continue
      seen.add(kindOf(next))
      waiting.push(next)
    }
  }
}

/** glance checks what depends on the person. */
async function glance(w, kind) {
  const queries = await w.last.headerValue('x-talim-queries')
  const bytes = await weight(w.page)
  w.report.check(`${w.who}, ${kind}: at most ${limits.queries} queries`, Number(queries) <= limits.queries ? '' : `${queries} queries`)
  w.report.check(`${w.who}, ${kind}: at most ${limits.laterVisit / 1024} KB`, bytes <= limits.laterVisit ? '' : `${(bytes / 1024).toFixed(1)} KB`)
  w.report.check(`${w.who}, ${kind}: every message has its text`, await untranslated(w.page))
  w.report.check(`${w.who}, ${kind}: no trouble in the console`, w.trouble.splice(0))
  w.report.measured(kind, { bytes, queries: Number(queries) })
}

/** Addresses of the program on this page that show something: no files, no switch of look. */
function linksOf(w) {
  return w.page.evaluate(() => [...document.querySelectorAll('a[href]')]
    .filter((a) => a.origin === location.origin && !a.hasAttribute('download'))
    .filter((a) => !a.pathname.startsWith('/import/runs/')) // looked at in the walk of imports
    .filter((a) => !a.pathname.startsWith('/badges/credentials/')) // a file
    .filter((a) => !/[?&](lang|theme)=/.test(a.search) && !/[/.](pdf|docx|xlsx|csv|ics|fet)$/.test(a.pathname) && !a.pathname.startsWith('/assets/'))
    .map((a) => a.pathname + a.search))
}
