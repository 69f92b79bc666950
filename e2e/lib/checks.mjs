// What holds for every page of the program, whoever looks at it and why.
import { createRequire } from 'node:module'

const axeSource = createRequire(import.meta.url)('axe-core').source

export const limits = { firstVisit: 60 * 1024, laterVisit: 15 * 1024, queries: 5, target: 44 }

/** violations runs axe-core; pages allow no inline script, so it is evaluated, not added. */
export async function violations(page) {
  await page.evaluate(axeSource)
  const found = await page.evaluate(() => axe.run(document, { resultTypes: ['violations'] }))
  return found.violations.map((v) => {
    const where = v.nodes.slice(0, 3).map((n) => `${n.target.join(' ')} ${n.any.concat(n.all, n.none).map((c) => c.message).join('; ')}`)
    return `${v.id}: ${v.help} (${v.nodes.length}): ${where.join(' | ')}`
  })
}

/** overflow names what is wider than the window. */
export function overflow(page) {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth
    if (document.documentElement.scrollWidth <= width) return []
    // What scrolls by itself holds its children, except those placed absolutely beyond it.
    const held = (e) => {
      const absolute = getComputedStyle(e).position === 'absolute'
      for (let p = e.parentElement; p; p = p.parentElement) {
        const style = getComputedStyle(p)
        if (style.overflowX !== 'visible' && !(absolute && style.position === 'static')) return true
      }
      return false
    }
    const wide = [...document.body.querySelectorAll('*')].filter((e) => e.getBoundingClientRect().right > width + 1 && !held(e))
    return [`${document.documentElement.scrollWidth} px wide: ` + wide.slice(0, 4).map((e) => `<${e.tagName.toLowerCase()} class="${e.className}">`).join(' ')]
  })
}

/** smallTargets names buttons and fields too small for a thumb. */
export function smallTargets(page, least = limits.target) {
  return page.evaluate((least) => {
    const all = document.querySelectorAll('button, a.btn, select, textarea, input:not([type=hidden], [type=checkbox], [type=radio])')
    return [...all].filter((e) => {
      const box = e.getBoundingClientRect()
      return box.width > 0 && box.height > 0 && box.height < least - 0.5
    }).slice(0, 4).map((e) => `<${e.tagName.toLowerCase()}> "${(e.textContent || e.name || '').trim().slice(0, 30)}" is ${Math.round(e.getBoundingClientRect().height)} px high`)
  }, least)
}

/** untranslated finds message keys that reached the page as they are. */
export function untranslated(page) {
  return page.evaluate(() => {
    const found = document.body.innerText.match(/\b(?:people|timetable|mentoring|support|practice|recognition|evaluation|confidence|observation|intake|tabular|demo|document|home|web|fault|journal|matching|scheduling|calendar|access)\.[a-z0-9_]+\.[a-z0-9_.]+/g)
    const open = document.body.innerText.match(/\{\{.*?\}\}|<no value>|%!\w\(/g)
    return [...(found ?? []), ...(open ?? [])]
  })
}

/** weight is what came over the wire for this page, in bytes, compressed. */
export function weight(page) {
  return page.evaluate(() => {
    const entries = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
    return entries.reduce((sum, e) => sum + e.transferSize, 0)
  })
}
