// The messages of the program, so that a walk finds buttons and headings by
// their keys and is the same walk in every language.
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

function cataloguesIn(folder, language) {
  const found = []
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) found.push(...cataloguesIn(path, language))
    else if (entry.name === `${language}.json` && folder.endsWith('messages')) found.push(path)
  }
  return found
}

/** words reads all catalogues of a language and returns t(key, args). */
export function words(root, language) {
  const messages = {}
  for (const path of cataloguesIn(join(root, 'internal'), language)) {
    Object.assign(messages, JSON.parse(readFileSync(path, 'utf8')))
  }
  const plural = new Intl.PluralRules(language)
  return function t(key, args = {}) {
    let text = messages[key]
    if (text === undefined) return key // as the program does; the check of untranslated words finds it
    if (typeof text === 'object') text = text[plural.select(args.Count)] ?? text.other
    return text.replace(/\{\{\s*\.(\w+)\s*\}\}/g, (_, name) => {
      if (args[name] === undefined) throw new Error(`message ${key} needs ${name}`)
      return args[name]
    })
  }
}

/**
 * pattern is the message as a regular expression in which every argument that
 * is not given matches anything.
 */
export function pattern(t, key, args = {}) {
  const open = new Proxy(args, { get: (given, name) => (name in given ? given[name] : '\u0000') })
  const text = t(key, open)
  return new RegExp(text.split('\u0000').map(escape).join('.*'))
}

export function escape(text) {
  return String(text).replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
