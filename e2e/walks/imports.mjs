// The school's own files: a preview first, then one confirmation; a second time
// nothing changes; what was not taken comes back with the reason (R168).
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { deputy } from './personas.mjs'

const staffFile = `Коды;Лауазымы;Пәні
T-A2;мұғалім;Математика
T-A2;мұғалім;Математика
Auyl-Physics-2;мұғалім;Физика
Auyl-Chief-1;бас ұшқыш;Физика
`

// A preview compares whole lists, each read in one query, so it may ask more often than other pages.
const preview = { queries: 12 }

export const imports = {
  name: 'imports',
  async run(w) {
    await w.signInAs(deputy)
    await w.visit('/import')
    await w.look('imports')
    await ownTimetable(w)
    await otherPrograms(w)
    await otherTimetable(w)
    await staffWithFaults(w)
  },
}

function data(w, name) {
  return readFileSync(join(w.root, 'internal/casestudy/data', name))
}

/** upload chooses a file and goes on to the preview. */
async function upload(w, kind, name, buffer) {
  await w.visit('/import')
  await w.follow(`intake.choose.${kind}`)
  await w.field('intake.file').setInputFiles({ name, mimeType: 'text/csv', buffer })
  await w.press('intake.file.do')
  await w.page.waitForURL('**/import/runs/**')
}

async function throughColumns(w, name) {
  if (!w.page.url().includes('/columns')) return
  if (name) await w.look(name)
  await w.press('intake.columns.do')
  await w.page.waitForURL((url) => !url.pathname.endsWith('/columns'))
}

/** figure reads one of the numbers of the preview. */
async function figure(w, key) {
  const card = w.page.locator('.card').filter({ hasText: w.t(key) }).first()
  return Number((await card.innerText()).match(/\d+/)[0])
}

/** The file of the timetable that is there, in Kazakh: it changes nothing. */
async function ownTimetable(w) {
  await w.visit('/import')
  await w.follow('intake.choose.timetable')
  await w.look('import-file')
  await upload(w, 'timetable', 'кесте.csv', data(w, 'timetable_auyl_kk.csv'))
  await throughColumns(w, 'import-columns')
  await w.says('intake.preview.nothing')
  w.report.check('all lessons stay as they are', (await figure(w, 'intake.figure.unchanged')) === 409 ? '' : 'other than 409')
  await w.press('intake.drop')
  await w.says('intake.dropped')
}

/** The same timetable as other programs write it: what it holds is shown, and nothing changes. A broken one is answered in words. */
async function otherPrograms(w) {
  const folder = join(w.root, 'internal/exchange/testdata')
  await upload(w, 'timetable', 'asc.xml', gunzipSync(readFileSync(join(folder, 'auyl_asc_kk.xml.gz'))))
  await w.says('exchange.format.asc')
  await w.says('intake.preview.nothing')
  await w.look('import-program', preview)
  w.report.check('aSc: all lessons stay as they are', (await figure(w, 'intake.figure.unchanged')) === 409 ? '' : 'other than 409')
  await w.press('intake.drop')
  await w.says('intake.dropped')
  w.mayRefuse = true
  await w.visit('/import/timetable')
  await w.field('intake.file').setInputFiles({ name: 'x.xml', mimeType: 'text/xml', buffer: Buffer.from('<!DOCTYPE t [<!ENTITY a "b">]><timetable>&a;</timetable>') })
  await w.press('intake.file.do')
  await w.says('exchange.xml.entities')
  w.mayRefuse = false
}

/** A timetable of the year that differs: what it does not name ends; a second time it changes nothing. */
async function otherTimetable(w) {
  await upload(w, 'timetable', 'variant.csv', data(w, 'timetable_auyl_variant.csv'))
  await throughColumns(w)
  await w.look('import-preview', preview)
  await w.field('intake.missing.end').check()
  await w.press('intake.missing.do')
  const refused = await figure(w, 'intake.figure.refused')
  w.report.check('no row is refused', refused === 0 ? '' : `${refused} rows refused`)
  await w.press('intake.preview.apply')
  await w.says('intake.applied')
  await w.look('import-done')
  await upload(w, 'timetable', 'variant.csv', data(w, 'timetable_auyl_variant.csv'))
  await throughColumns(w)
  await w.says('intake.preview.nothing')
  await w.press('intake.drop')
}

async function staffWithFaults(w) {
  await upload(w, 'staff', 'қызметкерлер.csv', Buffer.from(staffFile))
  await throughColumns(w)
  await w.says('intake.refused.title')
  await w.look('import-refused', preview)
  const { path } = await w.download(() => w.link('intake.refused.csv').click())
  const rows = readFileSync(path, 'utf8')
  const reason = w.t('people.import.code_twice')
  w.report.check('the refused row comes back with its reason', rows.includes('T-A2') && rows.includes(reason) ? '' : rows.slice(0, 300))
  await w.press('intake.drop')
  await w.says('intake.dropped')
}
