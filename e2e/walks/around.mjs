// Everybody looks around: each person follows every link that the pages offer,
// once for each kind of page, and finds no page that is broken, slow or heavy.
import { limits, withoutText } from '../lib/checks.mjs'
import { read } from '../lib/plain.mjs'
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
    for (const next of await follow(w, address)) {
      if (seen.has(kindOf(next))) continue
      seen.add(kindOf(next))
      waiting.push(next)
    }
  }
}

/**
 * follow looks at a page and gives the links it offers. In the browser only where its
 * kind was not looked at before: its look does not depend on the person.
 */
async function follow(w, address) {
  const kind = kindOf(address)
  const page = await read(w.context, new URL(address, w.base).href)
  w.report.check(`${w.who} follows a link to ${kind}`, page.status < 400 ? '' : `${address}: status ${page.status}`)
  if (page.status >= 400) return []
  if (!w.kinds.has(kind)) {
    await w.visit(address)
    await w.look(`around${kind.replaceAll(/[^a-z0-9]+/gi, '-')}`.replace(/-$/, ''))
  }
  glance(w, kind, page)
  return page.links.filter(shows).map((link) => link.pathname + link.search)

  /** shows: an address of the program that shows something, no file, no switch of look. */
  function shows(link) {
    return link.origin === new URL(w.base).origin &&
      !link.pathname.startsWith('/import/runs/') && // looked at in the walk of imports
      !link.pathname.startsWith('/badges/credentials/') && // a file
      !/[?&](lang|theme)=/.test(link.search) && !/[/.](pdf|docx|xlsx|csv|ics|fet)$/.test(link.pathname) && !link.pathname.startsWith('/assets/')
  }
}

/** glance checks what depends on the person. */
function glance(w, kind, page) {
  const queries = Number(page.headers['x-talim-queries'])
  w.report.check(`${w.who}, ${kind}: at most ${limits.queries} queries`, queries <= limits.queries ? '' : `${queries} queries`)
  w.report.check(`${w.who}, ${kind}: at most ${limits.laterVisit / 1024} KB`, page.bytes <= limits.laterVisit ? '' : `${(page.bytes / 1024).toFixed(1)} KB`)
  w.report.check(`${w.who}, ${kind}: every message has its text`, withoutText(page.text))
  w.report.measured(kind, { bytes: page.bytes, queries })
}
