// A district: an empty server, three schools with their first administrators, a person who
// works in two of them, a school that is closed, and one that moves into a database of its
// own (R004, R006, R237).
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { people, staffCount, staffList } from '../lib/school.mjs'

const password = 'қара мысық терезеде'
const shared = people.mentors[0] // teaches in one school and administers another

/** Three schools: code, name, administrator. The first is added by the form, the others by a table. */
const schools = [
  ['s1', 'Школа аула Көлбай', 'Жунусов Ерлан'],
  ['s2', 'Школа № 2 имени Абая', shared],
  ['s3', 'Школа разъезда Шар', 'Ли Анна'],
]
const [home, second, closed] = schools

export const district = {
  name: 'district',
  async run(w) {
    w.slips = {}
    await w.open()
    await createsTheDistrict(w)
    await addsASchool(w)
    await addsTheOthers(w)
    await printsTheCodes(w)
    await comesIntoHerSchool(w)
    await bringsTheStaff(w)
    await seesOnlyHerSchool(w)
    await worksInTwoSchools(w)
    await closesASchool(w)
    await movesASchool(w)
  },
}

async function createsTheDistrict(w) {
  await w.visit('/')
  await w.page.locator('[name=kind][value=district]').check()
  for (const [name, value] of Object.entries({ name_kk: 'Ақсу ауданының білім бөлімі', name_ru: 'Отдел образования Аксуского района', code: 'aksu', admin_family_name: 'Сейтова', login: 'seitova', password, repeat: password })) {
    await w.page.locator(`[name=${name}]`).fill(value)
  }
  await w.press('people.firstrun.do')
  await w.page.waitForURL((url) => url.pathname === '/')
  await w.look('district-today')
  const tabs = await w.page.locator('header nav.nav a').evaluateAll((all) => all.map((a) => a.getAttribute('href')))
  w.report.check('an office is offered no lessons and no pairs', tabs.join() === '/,/people,/schools' ? '' : tabs.join())
}

async function fillSchool(w, [code, name, administrator]) {
  const [family, given] = administrator.split(' ')
  for (const [field, value] of Object.entries({ name_kk: name, name_ru: name, code, admin_family_name: family, admin_given_name: given })) await w.page.locator(`[name=${field}]`).fill(value)
  await w.press('schools.new.do')
}

/** Then the same once more, by mistake. */
async function addsASchool(w) {
  await w.follow('home.empty.schools')
  await w.follow('schools.new.do')
  await fillSchool(w, home)
  await w.says('schools.added')
  await w.look('district-school')
  w.home = new URL(w.page.url()).pathname
  await w.visit('/schools/new')
  w.mayRefuse = true
  await fillSchool(w, ['s9', home[1], home[2]])
  await w.says('schools.name_taken')
  await w.look('district-name-twice')
  w.mayRefuse = false
}

/** A row that is wrong adds nothing; mended, the table is taken whole. */
async function addsTheOthers(w) {
  const table = (rows) => rows.map((row) => row.join('; ')).join('\n')
  await w.visit('/schools/table')
  w.mayRefuse = true
  await w.field('schools.rows.pasted').fill(table([second, ['s1', closed[1], closed[2]]]))
  await w.press('schools.rows.do')
  await w.says('schools.rows.refused')
  await w.look('district-table-refused')
  w.mayRefuse = false
  await w.field('schools.rows.pasted').fill(table([second, closed]))
  await w.press('schools.rows.do')
  await w.says('schools.rows.done', { Count: 2 })
  await w.look('district-schools')
}

async function printsTheCodes(w) {
  await w.press('schools.codes.do', { Count: schools.length })
  await w.page.waitForURL('**/schools/slips**')
  await w.look('district-slips')
  await keepsSlips(w)
  w.report.check('each school has a slip', schools.every(([code]) => w.slips[`${code}.admin`]) ? '' : Object.keys(w.slips).join())
}

/** keepsSlips reads what was printed: login to code. */
async function keepsSlips(w) {
  await w.page.locator('.slip').first().waitFor()
  for (const slip of await w.page.locator('.slip').all()) {
    const [name, login, code] = await Promise.all(['h2', '.login', '.code'].map((part) => slip.locator(part).innerText()))
    w.slips[login] = { name, code }
  }
}

async function opensWith(w, login, code) {
  await w.visit(`/sign-in/first?login=${login}`)
  for (const [name, value] of Object.entries({ code, password, repeat: password })) await w.page.locator(`[name=${name}]`).fill(value)
  await w.press('people.first.do')
}

/** firstTime signs somebody in with the code on the slip. */
async function firstTime(w, login) {
  await w.anew()
  await opensWith(w, login, w.slips[login].code)
  await w.page.waitForURL((url) => url.pathname === '/')
}

async function signsIn(w, login) {
  await w.anew()
  await w.visit('/sign-in')
  await w.page.locator('[name=login]').fill(login)
  await w.page.locator('[name=password]').fill(password)
  await w.press('people.signin.do')
  await w.page.waitForURL((url) => url.pathname === '/')
}

async function comesIntoHerSchool(w) {
  await w.anew()
  w.mayRefuse = true
  await opensWith(w, 's1.admin', 'AAAAA-BBBBB')
  await w.says('people.code.wrong')
  w.mayRefuse = false
  await firstTime(w, 's1.admin')
  await w.sees('the school stands in the head of the page', home[1])
}

async function bringsTheStaff(w) {
  await w.follow('home.first.staff.do')
  await w.field('intake.file').setInputFiles({ name: 'Список педагогов.xlsx', mimeType: 'application/octet-stream', buffer: staffList() })
  await w.press('intake.file.do')
  await w.page.waitForURL('**/import/runs/**')
  if (w.page.url().endsWith('/columns')) await w.press('intake.columns.do')
  await w.press('intake.preview.apply')
  await w.says('intake.applied')
  await w.visit('/people/accounts')
  await w.press('people.codes.print')
  await keepsSlips(w)
}

async function seesOnlyHerSchool(w) {
  await w.visit('/people')
  await w.sees('her staff is there', people.director)
  const rows = await w.page.locator('main tbody tr').count()
  w.report.check('only those of her school', rows <= staffCount + 1 ? '' : `${rows} people`)
  await w.seesNot('nobody of another school', closed[2])
  w.mayRefuse = true
  const answer = await w.page.goto('/schools')
  w.report.check('the schools of the district are not hers', answer.status() === 403 ? '' : `status ${answer.status()}`)
  w.mayRefuse = false
}

/** The teacher of one school administers another: signed in once, she opens the one or the other. */
async function worksInTwoSchools(w) {
  const [login] = Object.entries(w.slips).find(([key, slip]) => slip.name.includes(shared) && key !== 's2.admin')
  await firstTime(w, login)
  await firstTime(w, 's2.admin')
  await w.visit('/my-schools')
  await w.field('people.several.login').fill(login)
  await w.field('people.several.password').fill(password)
  await w.press('people.several.do')
  await w.says('people.several.joined')
  await w.look('district-my-schools')
  for (const [, name] of [home, second]) {
    await w.visit('/my-schools')
    await w.press('people.several.open')
    await w.page.waitForURL((url) => url.pathname === '/')
    const head = await w.page.locator('header .who').innerText()
    w.report.check(`${name} is open`, head.includes(name) ? '' : head)
  }
}

/** Its last day was yesterday: from today on it is read and not changed. */
async function closesASchool(w) {
  await firstTime(w, 's3.admin')
  await signsIn(w, 'seitova')
  await w.visit('/schools')
  await w.page.getByRole('link', { name: closed[1] }).click()
  await w.follow('schools.close.do')
  const yesterday = new Date(Date.now() - 24 * 3600 * 1000).toLocaleDateString('sv', { timeZone: 'Asia/Almaty' })
  await w.field('schools.close.last_day').fill(yesterday)
  await w.press('schools.close.do')
  await w.says('schools.closed')
  await signsIn(w, 's3.admin')
  await w.says('web.hold.closed')
  await w.look('district-closed')
}

/** movesASchool writes the first school into a file, and brings it into a database of its own. */
async function movesASchool(w) {
  const file = join(w.server.folder, 's1.school')
  const out = command(w, ['school', 'export', '--school', 's1', '--out', file, '--database', w.server.database, '--keys', 'keys/talim.keys'])
  const words = out.match(/[A-Z2-7]{5}(-[A-Z2-7]{1,5}){5}/)?.[0] ?? ''
  await signsIn(w, 's1.admin')
  await w.says('web.hold.moving')
  await w.look('district-moving')
  await w.visit('/people/units/new')
  w.mayRefuse = true
  await w.page.locator('[name=name_ru]').fill('МО математики')
  await w.page.locator('[name=code]').fill('1')
  await w.press('people.unit.new.do')
  await w.says('fault.hold.moving')
  w.mayRefuse = false
  writeFileSync(join(w.server.folder, 'words'), words)
  const own = `sqlite:${join(w.server.folder, 'own/school.db')}`
  const came = command(w, ['school', 'import', file, '--new', '--database', own, '--keys', 'keys/own.keys', '--words', 'words'])
  const [left, arrived] = [/holds (\d+) records/.exec(out)?.[1], /with (\d+) records, each compared/.exec(came)?.[1]]
  w.report.check('as many records came as left', left && left === arrived ? '' : `${left} left, ${arrived} came: ${came}`)
  await saysWhere(w)
}

/** The district says where the school works now; whoever still comes here is told. */
async function saysWhere(w) {
  const place = 'https://kolbay.example'
  await signsIn(w, 'seitova')
  await w.visit(w.home)
  await w.look('district-school-moving')
  await w.follow('schools.left.do')
  await w.field('schools.left.place').fill(place)
  await w.look('district-left')
  await w.press('web.save')
  await w.says('schools.left.done')
  await w.look('district-school-left')
  await w.visit('/people/journal')
  await w.says('journal.schools.left', { Code: 's1', Place: place })
  await w.look('district-journal')
  await w.visit('/schools')
  await w.says('schools.state.left')
  await w.look('district-schools-after')
  await signsIn(w, 's1.admin')
  await w.says('web.hold.left')
  await w.sees('where the school is', place)
  await w.look('district-copy')
}

/** command runs the program at the command line, beside the one that serves. */
function command(w, args) {
  const done = spawnSync(join(w.root, 'bin/talim'), args, { cwd: w.server.folder, encoding: 'utf8' })
  w.report.check(`talim ${args.slice(0, 2).join(' ')}`, done.status === 0 ? '' : `${done.stdout}${done.stderr}`)
  return done.stdout
}
