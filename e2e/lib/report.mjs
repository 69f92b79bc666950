// Counts what was checked and says what failed.
export class Report {
  constructor(name) {
    this.name = name
    this.passed = 0
    this.failures = []
    this.spent = {} // milliseconds by kind of work
    this.walks = {} // seconds by walk
    this.pages = new Map() // address without ids -> what was measured
  }

  /** check notes one thing that holds or not; faults is what is wrong, empty for nothing. */
  check(what, faults) {
    const all = Array.isArray(faults) ? [...new Set(faults)] : faults ? [String(faults)] : []
    const list = all.length > 5 ? [...all.slice(0, 5), `and ${all.length - 5} more`] : all
    if (list.length === 0) {
      this.passed++
      return true
    }
    this.failures.push(`${what}\n      ${list.join('\n      ')}`)
    return false
  }

  measured(address, values) {
    const before = this.pages.get(address) ?? {}
    for (const [name, value] of Object.entries(values)) before[name] = Math.max(before[name] ?? 0, value)
    this.pages.set(address, before)
  }

  costs() {
    const parts = Object.entries(this.spent).map(([what, ms]) => `${what} ${Math.round(ms / 1000)} s`)
    return parts.length ? `  (${Math.round(this.seconds)} s: ${parts.join(', ')})` : ''
  }

  print() {
    for (const failure of this.failures) console.log(`FAILED ${this.name}: ${failure}`)
    console.log(`${this.failures.length ? 'fail' : 'pass'}  walk ${this.name.padEnd(24)} ${this.passed} passed, ${this.failures.length} failed${this.costs()}`)
  }
}
