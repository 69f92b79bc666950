// Starts the program on a database of its own, with the demo or empty, and stops it
// again; and keeps the demo as it stands at some moments, so that not every walk has to live up to them.
import { spawn, spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
}

/** A database on the private PostgreSQL of TALIM_TEST_POSTGRES. */
function postgresDatabase(name) {
  const server = process.env.TALIM_TEST_POSTGRES
  if (!server) throw new Error('TALIM_TEST_POSTGRES is not set: eval "$(scripts/postgres-test start)"')
  const made = spawnSync('psql', [server, '-qc', `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`, '-c', `CREATE DATABASE ${name}`], { encoding: 'utf8' })
  if (made.status !== 0) throw new Error(`psql: ${made.stderr}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  return url.href
}

/**
 * startDemo runs bin/talim demo and waits until it is ready; from is the folder of a
 * snapshot that it goes on from.
 */
export const startDemo = (options) => start({ ...options, command: ['demo', '--begins', 'september'] })

/** startEmpty serves an empty database, as on the first day of a school. */
export const startEmpty = (options) => start({ ...options, command: ['serve', '--keys', 'keys/talim.keys'] })

async function start({ root, kind = 'sqlite', name, from, command }) {
  const folder = mkdtempSync(join(tmpdir(), 'walk-'))
  if (from) cpSync(from, folder, { recursive: true })
  const program = join(folder, 'walked') // a name of its own: who stops their demo by name does not stop the walk
  symlinkSync(join(root, 'bin/talim'), program)
  const database = kind === 'postgres' ? postgresDatabase(`walk_${name}`) : `sqlite:${join(folder, 'demo.db')}`
  const address = `127.0.0.1:${await freePort()}`
  const log = []
  const began = performance.now()
  const server = spawn(program, [...command, '--debug', '--addr', address, '--database', database], { cwd: folder })
  for (const stream of [server.stdout, server.stderr]) {
    stream.setEncoding('utf8')
    stream.on('data', (text) => { log.push(text); if (log.length > 4000) log.shift() })
  }
  let ended = '' // how it ended by itself
  const gone = new Promise((resolve) => server.once('exit', (code, signal) => { ended = `exit ${code ?? signal}`; resolve() }))
  const stop = async () => {
    if (!ended) server.kill('SIGTERM')
    await gone
    rmSync(folder, { recursive: true, force: true })
  }
  const url = `http://${address}`
  for (let tries = 0; ; tries++) {
    if (ended || tries > 4800) {
      await stop()
      throw new Error(`the program did not start:\n${log.join('').slice(-3000)}`)
    }
    if (await fetch(`${url}/readyz`).then((r) => r.ok, () => false)) break
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  return { url, folder, database, stop, startedIn: performance.now() - began, pid: server.pid, log: () => log.join(''), ended: () => ended }
}

/** The moments that are kept: loaded, and the days up to which the year can be told. */
const moments = ['loaded', 'january', 'may']

/**
 * Snapshots are the demo at its moments, made by the program itself once for a run,
 * each by going on from the one before. They are of SQLite: on PostgreSQL each story
 * is walked once only, and lives up to its moment itself.
 */
export class Snapshots {
  constructor(root) {
    this.root = root
    this.folder = mkdtempSync(join(tmpdir(), 'walk-snapshots-'))
    this.made = {}
  }

  /** at is the folder of a moment. */
  at(moment) { return (this.made[moment] ??= this.make(moment)) }

  async make(moment) {
    const before = moments[moments.indexOf(moment) - 1]
    const demo = await startDemo({ root: this.root, from: before && (await this.at(before)) })
    try {
      if (before) await this.tell(demo, moment)
      const kept = join(this.folder, moment)
      mkdirSync(kept, { recursive: true })
      const copied = spawnSync(join(this.root, 'bin/talim'), ['backup', '--database', `sqlite:${join(demo.folder, 'demo.db')}`, join(kept, 'demo.db')], { encoding: 'utf8' })
      if (copied.status !== 0) throw new Error(`no snapshot of ${moment}: ${copied.stderr}`)
      cpSync(join(demo.folder, 'demo.keys'), join(kept, 'demo.keys'))
      return kept
    } finally {
      await demo.stop()
    }
  }

  async tell({ url }, until) {
    const answer = await fetch(`${url}/demo/story`, { method: 'POST', body: new URLSearchParams({ until }), redirect: 'manual' })
    if (answer.status !== 303) throw new Error(`the year was not told to ${until}: ${answer.status} ${(await answer.text()).slice(0, 500)}`)
  }

  remove() { rmSync(this.folder, { recursive: true, force: true }) }
}
