// A page as it comes over the wire, without a browser: what depends on the person
// and not on the look is seen there at a thirtieth of the cost.
import { Agent, request } from 'node:http'
import { promisify } from 'node:util'
import { brotliDecompress, gunzip } from 'node:zlib'

const agent = new Agent({ keepAlive: true })
const unpack = { gzip: promisify(gunzip), br: promisify(brotliDecompress) }

/**
 * read gets a page with the cookies that the browser context holds, and follows where it
 * leads: its status, its bytes over the wire, the queries it took, its text and its links.
 */
export async function read(context, address) {
  const cookies = (await context.cookies(address)).map((c) => `${c.name}=${c.value}`).join('; ')
  for (let leads = 0; leads < 5; leads++) {
    const answer = await get(address, cookies)
    if (answer.status < 300 || answer.status >= 400) return { ...answer, address, text: textOf(answer.html), links: linksOf(answer.html, address) }
    address = new URL(answer.headers.location, address).href
  }
  throw new Error(`${address} leads in a circle`)
}

function get(address, cookie) {
  return new Promise((resolve, reject) => {
    request(address, { agent, headers: { cookie, accept: 'text/html', 'accept-encoding': 'gzip, br' } }, async (answer) => {
      try {
        const chunks = []
        for await (const chunk of answer) chunks.push(chunk)
        const packed = Buffer.concat(chunks)
        const coding = answer.headers['content-encoding']
        const html = (coding ? await unpack[coding](packed) : packed).toString()
        const head = answer.rawHeaders.reduce((sum, s) => sum + s.length + 2, 0)
        resolve({ status: answer.statusCode, headers: answer.headers, bytes: packed.length + head, html })
      } catch (error) {
        reject(error)
      }
    }).on('error', reject).end()
  })
}

/** textOf is what a page says, for checks that look for words that should not be there. */
function textOf(html) {
  return html.replaceAll(/<(script|style)\b[^]*?<\/\1>/g, ' ').replaceAll(/<[^>]*>/g, ' ')
}

/** linksOf are the addresses of links that show a page: those with download are files. */
function linksOf(html, base) {
  return [...html.matchAll(/<a\s[^>]*>/g)].filter(([tag]) => !/\sdownload(\s|=|>)/.test(tag))
    .map(([tag]) => /\shref="([^"]*)"/.exec(tag)?.[1]).filter((href) => href !== undefined)
    .map((href) => new URL(href.replaceAll('&amp;', '&'), base))
}
