// Starts the demo on a database of its own and stops it again.
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs'
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

/** startDemo runs bin/talim demo and waits until it is ready. */
export async function startDemo({ root, kind = 'sqlite', name }) {
  const folder = mkdtempSync(join(tmpdir(), 'walk-'))
  const program = join(folder, 'walked') // a name of its own: who stops their demo by name does not stop the walk
  symlinkSync(join(root, 'bin/talim'), program)
  const database = kind === 'postgres' ? postgresDatabase(`walk_${name}`) : `sqlite:${join(folder, 'demo.db')}`
  const address = `127.0.0.1:${await freePort()}`
  const log = []
  const began = performance.now()
  const server = spawn(program, ['demo', '--debug', '--addr', address, '--database', database], { cwd: folder })
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
    if (ended || tries > 600) {
      await stop()
      throw new Error(`the demo did not start:\n${log.join('').slice(-3000)}`)
    }
    if (await fetch(`${url}/readyz`).then((r) => r.ok, () => false)) break
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  return { url, stop, startedIn: performance.now() - began, pid: server.pid, log: () => log.join(''), ended: () => ended }
}
