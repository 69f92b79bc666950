// What holds for every page of the program, whoever looks at it and why.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

export const limits = { firstVisit: 60 * 1024, laterVisit: 15 * 1024, queries: 5, target: 44 }

/** Looks of text, by number, whose contrast axe has found to be enough in this run. */
const contrasting = new Set()

/**
 * violations runs axe-core. Contrast takes it most of the time and follows from the
 * styles of a text and of all that it stands in, so it is asked for only where a text
 * looks as none did before, in this theme or another. To name the places takes half of
 * the rest, so they are named only where there are any.
 * Pages allow no inline script, so axe is evaluated, not added; devtools is the session
 * that does so, without all that Playwright puts around it.
 */
export async function violations(page, devtools) {
  const { loaded, looks } = await page.evaluate(looksOfTexts)
  if (!loaded) await load(devtools)
  const fresh = looks.filter((look) => !contrasting.has(look))
  if (await page.evaluate(anything, { fresh, options })) {
    const found = await page.evaluate((options) => axe.run(document, options), options)
    return found.violations.map(inWords)
  }
  for (const look of fresh) contrasting.add(look)
  return []
}

// The only rule among those that axe runs unless told to which loads something first is
// about sound; style sheets would be loaded and read a second time for nothing.
const options = { resultTypes: ['violations'], preload: { assets: ['media'] } }

/** load takes axe from where this tab keeps it: to send so much for each page costs as much as to run it. */
async function load(devtools) {
  const run = async (expression) => (await devtools.send('Runtime.evaluate', { expression, returnByValue: true })).result.value
  if (await run(`(0, eval)(sessionStorage.getItem('axe-core') ?? ''); 'axe' in window`)) return
  await run(`sessionStorage.setItem('axe-core', ${JSON.stringify(axeSource)}); (0, eval)(sessionStorage.getItem('axe-core')); 1`)
}

function inWords(v) {
  const where = v.nodes.slice(0, 3).map((n) => `${n.target.join(' ')} ${n.any.concat(n.all, n.none).map((c) => c.message).join('; ')}`)
  return `${v.id}: ${v.help} (${v.nodes.length}): ${where.join(' | ')}`
}

/** anything says, in the page, whether axe finds something; fresh are the looks whose contrast it has to see. */
async function anything({ fresh, options }) {
  const quick = { ...options, selectors: false }
  const texts = fresh.map((look) => window.textsByLook.get(look))
  const faults = async (...how) => (await axe.run(...how)).violations.length > 0
  return (await faults(document, { ...quick, rules: { 'color-contrast': { enabled: false } } })) ||
    (texts.length > 0 && (await faults({ include: texts }, { ...quick, runOnly: ['color-contrast'] })))
}

/**
 * looksOfTexts gives each text of the page a number, made of the styles of its element
 * and of all around it that contrast can follow from, and keeps one element of each.
 */
function looksOfTexts() {
  const number = (text, seed) => { // FNV-1a, twice for 53 bits
    let a = 0x811c9dc5 ^ seed
    let b = 0x01000193 ^ seed
    for (let i = 0; i < text.length; i++) {
      a = Math.imul(a ^ text.charCodeAt(i), 0x01000193)
      b = Math.imul(b ^ text.charCodeAt(i), 0x5bd1e995)
    }
    return (a >>> 0) * 2 ** 21 + (b >>> 11)
  }
  const grounds = new Map([[null, 0]])
  const ground = (e) => {
    if (!grounds.has(e)) {
      const s = getComputedStyle(e)
      const own = [s.backgroundColor, s.backgroundImage, s.opacity, s.filter, s.mixBlendMode, s.position, s.zIndex, s.display, s.visibility]
      grounds.set(e, number(own.join(), ground(e.parentElement)))
    }
    return grounds.get(e)
  }
  window.textsByLook = new Map()
  const add = (e) => {
    const s = getComputedStyle(e)
    const look = number([s.color, s.fontSize, s.fontWeight, s.textShadow, s.webkitTextStroke].join(), ground(e))
    if (!window.textsByLook.has(look) && e.checkVisibility()) window.textsByLook.set(look, e)
  }
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (texts.nextNode()) if (texts.currentNode.data.trim()) add(texts.currentNode.parentElement)
  for (const e of document.querySelectorAll('input, select, textarea')) add(e)
  return { loaded: 'axe' in window, looks: [...window.textsByLook.keys()] }
}

/** overflow names what is wider than the window, and tables that are cut where their rows are cards. */
export function overflow(page) {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth
    const cut = [...document.querySelectorAll('.stacks')].filter((e) => e.scrollWidth > e.clientWidth + 1).map((e) => `cut: ${e.getAttribute('aria-label')}`)
    if (document.documentElement.scrollWidth <= width) return cut
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
    return [...cut, `${document.documentElement.scrollWidth} px wide: ` + wide.slice(0, 4).map((e) => `<${e.tagName.toLowerCase()} class="${e.className}">`).join(' ')]
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

/** withoutText finds in what a page says the message keys and the gaps that nobody filled. */
export function withoutText(said) {
  const found = said.match(/\b(?:people|timetable|mentoring|support|practice|recognition|evaluation|confidence|observation|intake|tabular|demo|document|home|web|fault|journal|matching|scheduling|calendar|access)\.[a-z0-9_]+\.[a-z0-9_.]+/g)
  const open = said.match(/\{\{.*?\}\}|<no value>|%!\w\(/g)
  return [...(found ?? []), ...(open ?? [])]
}

/**
 * facts are what a page says of itself, when its letters are there: its language, its
 * text, and its weight, the bytes that came over the wire, compressed. One question for
 * all: a locator would bring a library of its own into each page.
 */
export function facts(page) {
  return page.evaluate(async () => {
    await document.fonts.ready
    const entries = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
    return { language: document.documentElement.lang, text: document.body.innerText, weight: entries.reduce((sum, e) => sum + e.transferSize, 0) }
  })
}
