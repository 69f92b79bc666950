// The walks in all languages, the first at a desk, the others on a phone. Each language
// and each story has a demo and a database of its own; two run side by side. Each database
// is walked at least once: what one of the two does differs by neither word nor width. With --beside the
// third language is not walked but looked at beside the second, page for page: whoever has pressed a
// button in two languages learns nothing of it in a third. The first day is walked in each.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { chromium } from 'playwright-core'
import { Snapshots, startDemo, startEmpty } from './lib/demo.mjs'
import { processorSeconds } from './lib/processor.mjs'
import { Report } from './lib/report.mjs'
import { Walker } from './lib/walker.mjs'
import { begins, empty, everyLanguage, stories } from './walks/index.mjs'

const usage = `run.mjs [--language kk,ru,en] [--database sqlite,postgres] [--story ${Object.keys(stories).join(',')}] [--only WALK,WALK] [--out FILE] [--beside] [--no-pictures]
${Object.entries(stories).map(([name, walks]) => `${name}: ${walks.map((w) => w.name).join(', ')}.`).join('\n')}
Pictures: var/screenshots/LANGUAGE.`

const { values: options } = parseArgs({
  options: {
    language: { type: 'string', default: 'kk,ru,en' },
    database: { type: 'string', default: process.env.TALIM_TEST_POSTGRES ? 'sqlite,postgres' : 'sqlite' },
    story: { type: 'string', default: Object.keys(stories).join(',') },
    only: { type: 'string' },
    out: { type: 'string' },
    beside: { type: 'boolean', default: false },
    'no-pictures': { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})
if (options.help) {
  console.log(usage)
  process.exit(0)
}

const root = join(dirname(new URL(import.meta.url).pathname), '..')
// Each page is a new one to V8: what it compiles for speed has gone before it is used again.
// All pages come from one site: processes that keep sites apart only take time.
const flags = ['--js-flags=--no-maglev,--no-turbofan', '--in-process-gpu', '--disable-site-isolation-trials', '--disable-features=IsolateOrigins,site-per-process,PaintHolding,BackForwardCache', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']

const languages = options.language.split(',')
const databases = options.database.split(',')
const snapshots = new Snapshots(root)

/** places is where each language is walked: on the databases in turn, and the first language on those that are left. */
function places(story) {
  const walked = options.beside && !everyLanguage.has(story) ? languages.slice(0, 2) : languages
  const beside = (i) => (i === walked.length - 1 ? languages[walked.length] : undefined)
  const turns = walked.map((language, i) => ({ language, database: databases[i % databases.length], brief: false, beside: beside(i) }))
  const left = databases.slice(walked.length).map((database) => ({ language: languages[0], database, brief: true }))
  return [...turns, ...left]
}

/**
 * One story in one language on one database, from its beginning to its end. In the
 * first language, and on PostgreSQL, the walk itself lives up to the day on which its
 * story begins; the others go on from there. It is brief where the same words have
 * been looked at on another database.
 */
async function run(browser, { language, database, brief, beside, story }) {
  const report = new Report(`${story} ${[language, beside].filter(Boolean).join('+')} ${database}`)
  const began = performance.now()
  let demo
  let walker
  try {
    const first = language === languages[0]
    const told = database === 'sqlite' && !first && begins[story] !== undefined
    const from = database === 'sqlite' && !empty.has(story) ? await snapshots.at(told ? begins[story] : 'loaded') : undefined
    demo = await (empty.has(story) ? startEmpty : startDemo)({ root, kind: database, name: `${story}_${language}_${process.pid}`, from })
    report.measured('(start)', { milliseconds: Math.round(demo.startedIn) })
    const pictures = !brief && !options['no-pictures'] ? join(root, 'var/screenshots', language) : null
    walker = new Walker({ browser, base: demo.url, server: demo, story, language, first, told, root, report, pictures, brief, beside })
    for (const walk of stories[story].filter((w) => !options.only || options.only.split(',').includes(w.name))) {
      const walked = performance.now()
      await step(report, walk, walker)
      report.walks[walk.name] = (performance.now() - walked) / 1000
    }
    report.check('the demo runs to the end of the walk', demo.ended() ? [demo.ended(), demo.log().slice(-1500)] : '')
    const panics = demo.log().split('\n').filter((line) => /"level":"ERROR"|level=ERROR|panic:/.test(line))
    report.check('no error in the log', panics.slice(0, 5))
  } catch (error) {
    report.check('the walk could run', error.stack)
  } finally {
    await walker?.close()
    await demo?.stop()
  }
  report.seconds = (performance.now() - began) / 1000
  return report
}

/** A walk that breaks off counts as one failure; the next one still runs. */
async function step(report, walk, walker) {
  try {
    await walk.run(walker)
  } catch (error) {
    const picture = join(root, 'var/screenshots', `broken-${walker.language}-${walk.name}.png`)
    mkdirSync(dirname(picture), { recursive: true })
    await walker.page?.screenshot({ path: picture, fullPage: true }).catch(() => {})
    report.check(`walk ${walk.name} breaks off at ${walker.page?.url()}, picture in ${picture}`, [String(error.stack).split('\n').slice(0, 8).join('\n      '), ...(walker.trouble ?? [])])
  }
}

// The shell is the same Chromium without windows; it takes two thirds of the time.
const executablePath = process.env.CHROMIUM ?? ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'].find(existsSync) ?? 'chromium'
const launch = () => chromium.launch({ executablePath, args: flags, handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false })
// Whoever stops the walks wants no other walk begun.
process.once('exit', () => snapshots.remove())
for (const [signal, status] of [['SIGINT', 130], ['SIGTERM', 143], ['SIGHUP', 129]]) process.once(signal, () => process.exit(status))
// The longest first, so that both cores have work to the end.
const order = ['lived', 'told', 'first', 'spring', 'groups']
const queue = options.story.split(',').flatMap((story) => places(story).map((place) => ({ story, ...place })))
  .sort((a, b) => order.indexOf(a.story) - order.indexOf(b.story) || languages.indexOf(a.language) - languages.indexOf(b.language))
const reports = []
const browsers = []
await Promise.all(Array.from({ length: Math.max(2, Math.min(4, availableParallelism())) }, async () => {
  let browser = await launch() // its own, so that a crash ends no other walk
  for (let next; (next = queue.shift());) {
    let report = await run(browser, next)
    if (!browser.isConnected()) {
      console.log(`the browser crashed in ${report.name}; the story is walked once more`)
      browser = await launch()
      report = await run(browser, next)
    }
    report.print()
    reports.push(report)
  }
  browsers.push(browser)
}))
const processor = processorSeconds(process.pid)
await Promise.all(browsers.map((browser) => browser.close()))
snapshots.remove()

const passed = reports.reduce((n, r) => n + r.passed, 0)
const failed = reports.reduce((n, r) => n + r.failures.length, 0)
const measured = Object.fromEntries(reports.map((r) => [r.name, { seconds: Math.round(r.seconds), pages: Object.fromEntries(r.pages) }]))
mkdirSync(join(root, 'var'), { recursive: true })
writeFileSync(join(root, 'var/measured.json'), JSON.stringify(measured, null, 1))
if (options.out) writeFileSync(options.out, JSON.stringify({ passed, failed, skipped: 0, spent: spent(reports) }))
console.log(`walks: ${passed} passed, ${failed} failed`)
process.exit(failed ? 1 : 0)

/** spent is where the time went: by story, language and database, and by walk. */
function spent(reports) {
  const walks = {}
  for (const r of reports) for (const [name, seconds] of Object.entries(r.walks)) walks[name] = (walks[name] ?? 0) + seconds
  return [
    { kind: 'step (processor)', what: 'walks', seconds: processor },
    ...reports.map((r) => ({ kind: 'story', what: r.name, seconds: r.seconds })),
    ...Object.entries(walks).map(([what, seconds]) => ({ kind: 'walk', what, seconds })),
    ...['axe', 'pictures'].map((what) => ({ kind: 'of the walks', what, seconds: reports.reduce((n, r) => n + (r.spent[what] ?? 0), 0) / 1000 })).filter((x) => x.seconds > 0),
  ]
}
