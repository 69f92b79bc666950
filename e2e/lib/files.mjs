// What is inside the papers that the program makes.
import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { inflateRawSync } from 'node:zlib'

/** textOf reads the words of a DOCX or, where poppler is installed, a PDF; null where it cannot. */
export function textOf(path, format) {
  if (format === 'docx') return unzip(readFileSync(path), 'word/document.xml').replaceAll(/<\/w:p>/g, '\n').replaceAll(/<[^>]+>/g, '')
  if (spawnSync('pdftotext', ['-v']).error) return null
  return execFileSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8' })
}

/** The kind of file that the first bytes say. */
export function kindOf(path) {
  const start = readFileSync(path).subarray(0, 4).toString('latin1')
  return { 'PK\u0003\u0004': 'zip', '%PDF': 'pdf' }[start] ?? 'unknown'
}

/** One file of a ZIP archive, found by the central directory. */
function unzip(bytes, name) {
  const end = bytes.lastIndexOf(Buffer.from('PK\u0005\u0006', 'latin1'))
  let at = bytes.readUInt32LE(end + 16)
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
    const [method, packed, nameLength, extra, comment, local] = [
      bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 20), bytes.readUInt16LE(at + 28),
      bytes.readUInt16LE(at + 30), bytes.readUInt16LE(at + 32), bytes.readUInt32LE(at + 42),
    ]
    if (bytes.toString('utf8', at + 46, at + 46 + nameLength) === name) {
      const from = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28)
      const data = bytes.subarray(from, from + packed)
      return (method === 0 ? data : inflateRawSync(data)).toString('utf8')
    }
    at += 46 + nameLength + extra + comment
  }
  throw new Error(`no ${name} in the archive`)
}
