// Workbooks as a school brings them, written as plainly as the format allows: one
// sheet or more, text in the cells, cells that are one over several rows or columns.
import { crc32 } from 'node:zlib'

/** workbook is the XLSX file of sheets { name, rows, merged: ['A1:B2'] }; rows are lists of texts. */
export function workbook(sheets) {
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
  const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
  const parts = 'http://schemas.openxmlformats.org/package/2006'
  const each = (make) => sheets.map((s, i) => make(s, i + 1)).join('')
  return zip({
    '[Content_Types].xml': `<Types xmlns="${parts}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>${each((_, n) => `<Override PartName="/xl/worksheets/sheet${n}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>`)}</Types>`,
    '_rels/.rels': `<Relationships xmlns="${parts}/relationships"><Relationship Id="r1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `<workbook xmlns="${main}" xmlns:r="${office}"><sheets>${each((s, n) => `<sheet name="${text(s.name)}" sheetId="${n}" r:id="r${n}"/>`)}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${parts}/relationships">${each((_, n) => `<Relationship Id="r${n}" Type="${office}/worksheet" Target="worksheets/sheet${n}.xml"/>`)}</Relationships>`,
    ...Object.fromEntries(sheets.map((s, i) => [`xl/worksheets/sheet${i + 1}.xml`, sheet(s, main)])),
  })
}

function sheet({ rows, merged = [] }, main) {
  const cells = (row, n) => row.map((value, i) => value === '' ? '' : `<c r="${column(i)}${n}" t="inlineStr"><is><t xml:space="preserve">${text(value)}</t></is></c>`).join('')
  const spans = merged.map((span) => `<mergeCell ref="${span}"/>`).join('')
  return `<worksheet xmlns="${main}"><sheetData>${rows.map((row, i) => `<row r="${i + 1}">${cells(row, i + 1)}</row>`).join('')}</sheetData>${spans && `<mergeCells>${spans}</mergeCells>`}</worksheet>`
}

const column = (i) => String.fromCharCode(65 + i)
const text = (value) => String(value).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')

/** zip stores files one after the other, without packing them. */
function zip(files) {
  const bodies = []
  const entries = []
  let at = 0
  for (const [path, content] of Object.entries(files)) {
    const name = Buffer.from(path)
    const data = Buffer.from(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>${content}`)
    const common = Buffer.alloc(26) // version, flags, method, time, day, sum, two lengths, length of the name, of the rest
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(0x21, 8) // 1 January 1980
    common.writeUInt32LE(crc32(data), 10)
    common.writeUInt32LE(data.length, 14)
    common.writeUInt32LE(data.length, 18)
    common.writeUInt16LE(name.length, 22)
    bodies.push(Buffer.from('PK\u0003\u0004'), common, name, data)
    const place = Buffer.alloc(14)
    place.writeUInt32LE(at, 10)
    entries.push(Buffer.from('PK\u0001\u0002\u0014\u0000'), common, place, name)
    at += 4 + common.length + name.length + data.length
  }
  const list = Buffer.concat(entries)
  const end = Buffer.alloc(18)
  const count = Object.keys(files).length
  end.writeUInt16LE(count, 4)
  end.writeUInt16LE(count, 6)
  end.writeUInt32LE(list.length, 8)
  end.writeUInt32LE(at, 12)
  return Buffer.concat([...bodies, list, Buffer.from('PK\u0005\u0006'), end])
}
