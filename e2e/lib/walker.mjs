// A person at the screen: signs in, goes to pages, looks at each one.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { Beside } from './beside.mjs'
import { facts, limits, overflow, smallTargets, violations, withoutText } from './checks.mjs'
import { escape, pattern, words } from './words.mjs'

/** The kind of page is its address without ids and names of rooms, and without the query. */
export function kindOf(address) {
  return new URL(address, 'http://x').pathname.replaceAll(/\/[^/]*[0-9%][^/]*/g, '/ID')
}

/** accountsOf reads the page of personas: the account of each code. */
function accountsOf(html) {
  return new Map([...html.matchAll(/<span class="soft">([^<]+)<\/span>[^]*?name="account" value="([^"]+)"/g)].map(([, code, account]) => [code, account]))
}

const narrow = { width: 360, height: 740 }
const wide = { width: 1280, height: 900 }

export class Walker {
  constructor({ browser, base, server, story, language, first, told, root, report, pictures, brief, beside }) {
    Object.assign(this, { browser, base, server, story, language, first, told, root, report, pictures, brief })
    this.beside = beside && new Beside({ browser, base, language: beside, report, size: narrow })
    this.t = words(root, language)
    this.size = first ? wide : narrow // the other languages are walked on a phone: their words are what may not fit
    this.kinds = new Set() // kinds of page that were looked at closely
    if (pictures) mkdirSync(pictures, { recursive: true })
  }

  /** open is a new browser, with nothing in its cache. */
  async open({ script = true } = {}) {
    if (this.context) await this.context.close()
    this.script = script
    this.context = await this.browser.newContext({
      javaScriptEnabled: script,
      baseURL: this.base, viewport: this.size, locale: this.language, timezoneId: 'Asia/Almaty', reducedMotion: 'reduce', acceptDownloads: true,
    })
    this.context.setDefaultTimeout(60_000) // beside the Go tests an old machine takes its time
    this.page = await this.context.newPage()
    this.devtools = await this.context.newCDPSession(this.page)
    this.colorScheme = 'light'
    await this.speak()
    this.pages = 0 // whole pages that this browser has loaded
    this.page.on('console', (m) => { if (m.type() === 'error' && !this.expected(m.text())) this.trouble.push(m.text()) })
    this.page.on('dialog', (d) => { this.trouble.push(`a box of the browser asks: ${d.message()}`); d.accept() })
    this.page.on('pageerror', (e) => this.trouble.push(String(e)))
    this.page.on('requestfailed', (r) => { if (r.failure()?.errorText !== 'net::ERR_ABORTED') this.trouble.push(`${r.url()}: ${r.failure()?.errorText}`) })
    this.page.on('response', (r) => { if (r.request().isNavigationRequest()) { this.last = r; if (r.status() < 300 || r.status() >= 400) this.pages++ } })
  }

  /** anew is as good as open, for half of the time: the same browser without cookies; what looks the same for everybody stays in its cache. */
  async anew() {
    for (const page of this.context.pages()) if (page !== this.page) await page.close()
    await this.context.clearCookies()
    await this.dress(this.size, 'light')
    await this.speak()
  }

  async speak() {
    await this.context.addCookies([{ name: 'talim_lang', value: this.language, url: this.base }])
    this.trouble = []
  }

  /** A form with a fault answers 422, which the browser calls an error. */
  expected(text) { return /status of (422|403|404)/.test(text) && this.mayRefuse }

  /** signInAs picks the persona of the demo in a browser that holds nothing of anybody. */
  async signInAs(persona, { script = true } = {}) {
    if (this.context && this.script === script) await this.anew()
    else await this.open({ script })
    this.who = persona
    await this.become(persona)
    await this.page.goto('/')
    await this.page.evaluate(() => [sessionStorage, localStorage].forEach((kept) => kept.clear()))
  }

  /**
   * become presses the button of a persona without showing the page that it stands on:
   * that one is looked at in the walk sign-in, and somebody signs in ninety times.
   */
  async become(persona) {
    this.personas ??= accountsOf(await (await this.context.request.get('/demo')).text())
    const answer = await this.context.request.post('/demo', { form: { account: this.personas.get(persona) }, maxRedirects: 0 })
    this.report.check(`${persona} signs in`, answer.status() === 303 ? '' : `status ${answer.status()}`)
  }

  /** setDay moves the clock of the demo, for everybody. */
  async setDay(date, time = '09:00') {
    await this.visit('/demo/clock')
    await this.field('demo.clock.date').fill(date)
    await this.field('demo.clock.time').fill(time)
    await this.press('demo.clock.set')
    await this.page.waitForURL((url) => url.pathname !== '/demo/clock')
  }

  /** todo goes to Today and presses the button of what waits there, by the key of its title. */
  async todo(key, args) {
    await this.visit('/')
    const item = this.page.getByRole('listitem').filter({ hasText: pattern(this.t, key, args) }).first()
    if (!(await item.isVisible())) await this.page.locator('details summary').first().click() // among the later things
    await item.getByRole('link').first().click()
    await this.page.waitForURL((url) => url.pathname !== '/')
  }

  /** row is the line of a table that is about somebody. */
  row(name) { return this.page.getByRole('row').filter({ has: this.page.getByRole('rowheader', { name, exact: true }) }) }

  /** visit goes to an address and checks that it is a page. */
  async visit(address) {
    const answer = await this.page.goto(address)
    this.report.check(`${address} is a page`, answer.ok() ? '' : `status ${answer.status()}`)
    return answer
  }

  /** press presses the button of a message key, and says yes where it asks first. */
  async press(key, args) {
    const asks = this.page.locator('details.ask > summary:visible').filter({ hasText: pattern(this.t, key, args) })
    const first = this.button(key, args).or(asks).first()
    await first.waitFor()
    if (await first.evaluate((e) => e.matches('summary'))) {
      const question = first.locator('xpath=..')
      await first.click()
      return question.getByRole('button', { name: pattern(this.t, key, args) }).last().click()
    }
    return first.click()
  }

  /** follow follows the link of a message key. */
  follow(key, args) { return this.link(key, args).first().click() }

  button(key, args) { return this.page.getByRole('button', { name: pattern(this.t, key, args) }) }
  link(key, args) { return this.page.getByRole('link', { name: pattern(this.t, key, args) }) }
  field(key, args) { return this.page.getByLabel(pattern(this.t, key, args)) }

  /** sees checks that a text stands on the page: a message key or plain text. */
  async sees(what, text) {
    const wanted = text instanceof RegExp ? text : new RegExp(escape(text))
    const found = await this.page.getByText(wanted).first().waitFor({ state: 'visible' }).then(() => '', () => `not on ${this.page.url()}: ${wanted}`)
    return this.report.check(what, found)
  }

  /** seesNot checks that a text does not stand anywhere on the page. */
  async seesNot(what, text) {
    const body = await this.page.locator('body').innerText()
    return this.report.check(what, body.match(text instanceof RegExp ? text : new RegExp(escape(text))) ? `stands on ${this.page.url()}: ${text}` : '')
  }

  /** heads checks that a column stands there, at its head or on a phone beside each of its cells. */
  async heads(key) {
    const wanted = new RegExp(this.t(key))
    const columns = this.page.locator('th:visible, td[data-label]:visible')
    const names = await columns.evaluateAll((all) => all.map((e) => e.dataset.label ?? e.innerText))
    return this.report.check(`heads a column with ${key}`, names.some((name) => wanted.test(name)) ? '' : `only ${[...new Set(names)]}`)
  }

  says(key, args) { return this.sees(`says ${key}`, pattern(this.t, key, args)) }

  /**
   * look checks the page where we are: on a small phone, in the first language also at
   * full width and in the dark, and takes pictures under this name. Where it was looked at on another
   * database (brief) only what it says is checked.
   */
  async look(name, { queries = limits.queries } = {}) {
    await this.page.waitForLoadState('load')
    const page = await facts(this.page)
    const kind = kindOf(this.page.url())
    const again = this.kinds.has(kind)
    this.kinds.add(kind)
    this.measure(name, page.weight, queries)
    const where = `${name} (${new URL(this.page.url()).pathname})`
    this.report.check(`${where}: no trouble in the console`, this.trouble.splice(0))
    const language = new URL(this.page.url()).searchParams.get('in') ?? this.language // a paper may be asked for in another
    this.report.check(`${where}: language of the page`, page.language.split('-')[0] === language ? '' : 'another language')
    this.report.check(`${where}: every message has its text`, withoutText(page.text))
    if (this.brief) return
    // The first language is looked at from all sides; the others differ in words
    // and widths only, which no rule of axe looks at.
    if (this.first) this.report.check(`${where}: axe, light, 1280 px`, await this.violations())
    await this.shoot(name, wide, 'light')
    await this.dress(narrow, 'light')
    this.report.check(`${where}: nothing wider than 360 px`, await overflow(this.page))
    this.report.check(`${where}: targets of 44 px`, await smallTargets(this.page))
    if (this.first) await this.lookFurther(name, where, again)
    else await this.shoot(name, narrow, 'dark')
    await this.dress(this.size, 'light')
    if (this.last?.request().method() === 'GET') await this.beside?.look(name, this.context, this.page.url())
  }

  /** lookFurther looks at a page on a phone in the dark, once for each kind of page. */
  async lookFurther(name, where, again) {
    await this.shoot(name, narrow, 'light')
    if (!again) {
      await this.dress(narrow, 'dark')
      this.report.check(`${where}: axe, dark, 360 px`, await this.violations())
    }
    await this.shoot(name, narrow, 'dark')
    await this.shoot(name, wide, 'dark')
  }

  /** violations is what axe finds on the page as it is dressed. */
  violations() {
    return this.timed('axe', () => violations(this.page, this.devtools))
  }

  /** atADesk does on a wide screen what is done there only. */
  async atADesk(work) {
    await this.dress(wide, 'light')
    await work()
    await this.dress(this.size, 'light')
  }

  async dress(size, colorScheme) {
    if (colorScheme !== this.colorScheme) await this.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    this.colorScheme = colorScheme
    if (this.page.viewportSize().width !== size.width) await this.page.setViewportSize(size)
  }

  /** shoot takes a picture of the whole page in a window of that size, where pictures are wanted. */
  async shoot(name, size, colorScheme) {
    if (!this.pictures) return
    await this.dress(size, colorScheme)
    const path = join(this.pictures, `${name}-${size.width}-${colorScheme}.png`)
    await this.timed('pictures', () => this.page.screenshot({ path, fullPage: true, animations: 'disabled' }))
  }

  /** show takes a picture for the README, as much as a screen holds. `make screenshots` moves them there. */
  async show(name, size = { width: 1080, height: 760 }) {
    if (!this.pictures) return
    await this.dress(size, 'light')
    const folder = join(this.root, 'var/readme')
    mkdirSync(folder, { recursive: true })
    await this.page.screenshot({ path: join(folder, `${name}-${this.language}.png`), animations: 'disabled' })
    await this.dress(this.size, 'light')
  }

  /** timed adds up what a kind of work costs. */
  async timed(what, work) {
    const began = performance.now()
    const made = await work()
    this.report.spent[what] = (this.report.spent[what] ?? 0) + performance.now() - began
    return made
  }

  /** measure holds the page against the limits of queries and bytes. */
  measure(name, bytes, most) {
    const first = this.pages <= 1
    const limit = first ? limits.firstVisit : limits.laterVisit
    this.report.check(`${name}: at most ${limit / 1024} KB ${first ? 'at first' : 'later'}`, bytes <= limit ? '' : `${(bytes / 1024).toFixed(1)} KB`)
    const queries = this.last?.headers()['x-talim-queries']
    if (this.last?.request().method() === 'GET') {
      this.report.check(`${name}: at most ${most} queries`, queries === undefined ? 'no X-Talim-Queries' : Number(queries) <= most ? '' : `${queries} queries`)
    }
    this.report.measured(name, { [first ? 'firstBytes' : 'bytes']: bytes, queries: Number(queries ?? 0) })
  }

  /** download presses what downloads a file and returns its path and name. */
  async download(click) {
    const [file] = await Promise.all([this.page.waitForEvent('download'), click()])
    return { name: file.suggestedFilename(), path: await file.path() }
  }

  async close() { // a browser that crashed is closed already
    await this.beside?.close()
    await this.context?.close().catch(() => {})
  }
}
