// The same person with a second telephone, in another language: what a page says there
// differs in words and widths only, so it is looked at and not walked once more.
import { facts, overflow, smallTargets, withoutText } from './checks.mjs'

export class Beside {
  constructor({ browser, base, language, report, size }) {
    Object.assign(this, { browser, base, language, report, size })
    this.trouble = []
  }

  async open() {
    this.context = await this.browser.newContext({ baseURL: this.base, viewport: this.size, locale: this.language, timezoneId: 'Asia/Almaty', reducedMotion: 'reduce' })
    this.context.setDefaultTimeout(60_000)
    this.page = await this.context.newPage()
    this.page.on('console', (m) => { if (m.type() === 'error' && !/status of 40[34]/.test(m.text())) this.trouble.push(m.text()) })
    this.page.on('pageerror', (e) => this.trouble.push(String(e)))
  }

  /** look asks for the page at which somebody stands in another browser, as the same person. */
  async look(name, context, address) {
    if (!this.page) await this.open()
    await this.signInAs(context)
    await this.page.goto(address)
    const page = await facts(this.page)
    const where = `${name} (${new URL(address).pathname}) in ${this.language}`
    const language = new URL(address).searchParams.get('in') ?? this.language // a paper may be asked for in another
    this.report.check(`${where}: no trouble in the console`, this.trouble.splice(0))
    this.report.check(`${where}: language of the page`, page.language.split('-')[0] === language ? '' : page.language)
    this.report.check(`${where}: every message has its text`, withoutText(page.text))
    this.report.check(`${where}: nothing wider than 360 px`, await overflow(this.page))
    this.report.check(`${where}: targets of 44 px`, await smallTargets(this.page))
  }

  /** signInAs takes the cookies of another browser, all but its language. */
  async signInAs(context) {
    const cookies = (await context.cookies()).filter((c) => c.name !== 'talim_lang')
    const said = JSON.stringify(cookies)
    if (said === this.said) return
    this.said = said
    await this.context.clearCookies()
    await this.context.addCookies([...cookies, { name: 'talim_lang', value: this.language, url: this.base }])
  }

  async close() { await this.context?.close().catch(() => {}) }
}
