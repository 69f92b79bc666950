// What a process and all below it have taken of the processor.
import { readdirSync, readFileSync } from 'node:fs'

const ticks = 100 // a second; the same on every Linux

/**
 * processorSeconds adds up those that run and those that their parents saw end. Chromium
 * ends without waiting for its own, so it is asked before that. Where there is no /proc
 * it is 0.
 */
export function processorSeconds(pid) {
  const below = new Map()
  const spent = new Map()
  for (const name of processes()) {
    try {
      const fields = afterName(readFileSync(`/proc/${name}/stat`, 'utf8'))
      spent.set(name, fields.slice(11, 15).reduce((sum, n) => sum + Number(n), 0) / ticks)
      below.set(fields[1], [...(below.get(fields[1]) ?? []), name])
    } catch {} // it has ended meanwhile
  }
  const sum = (name) => (spent.get(name) ?? 0) + (below.get(name) ?? []).reduce((all, child) => all + sum(child), 0)
  return sum(String(pid))
}

function processes() {
  try {
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  } catch {
    return []
  }
}

/** The name of a program stands in brackets and may hold anything. */
function afterName(stat) { return stat.slice(stat.lastIndexOf(')') + 2).split(' ') }
