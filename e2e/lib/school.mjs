// A school that does not exist, with its papers as such a school has them: a staff
// list with a cover and signatures, a timetable as a grid, the same week from aSc.
import { workbook } from './workbook.mjs'

const headings = ['№ п/п', 'Ф.И.О.', 'Должность', 'Преподаваемый предмет', 'Кв. категория', 'Стаж (лет)', 'Дата приёма', 'Кл. рук.', 'Телефон']

const administration = [
  ['Ахметова Гүлнар Сериковна', 'Директор школы', 'история', 'педагог-исследователь', '27', '15.08.2011', '', '8 701 555 01 01'],
  ['Ким Елена Викторовна', 'Зам. директора по УВР', 'русский язык и литература', 'педагог-эксперт', '19', '01.09.2014', '', ''],
]
const teachers = [
  ['СЕЙТОВА АЛМА КАЙРАТОВНА', 'учитель математики', '', 'педагог-мастер', '24', '01.09.2009', '5', '+7 702 555 01 02'],
  ['Жунусов Ерлан Маратович', 'учитель', 'Физика, информатика', 'педагог-исследователь', '16', '2015', '', ''],
  ['Иванова Мария Петровна', 'учитель', 'Англ. яз.', 'педагог-эксперт', '9', '01.09.2019', '6', ''],
  ['Омарова Дана', 'молодой специалист', 'математика', 'педагог', '0', '01.09.2026', '', '87075550103'],
  ['Тлеубаев Арман Болатович', 'учитель', 'Физ-ра', 'педагог-модератор', '6', '01.09.2020', '', ''],
  ['Қасымова Айгерім Нұрланқызы', 'учитель каз. яз. и лит-ры', '', 'педагог-эксперт', '12', '2016', '7', ''],
  ['Смагулов Тимур', 'учитель-стажер', 'англ.язык', 'б/к', '0,3', '25.08.2026', '', ''],
  ['Бекова Сауле Ильясовна', 'учитель', 'Биология; география', 'педагог-модератор', '7', '01.09.2021', '8', ''],
]
const others = [['Нургалиева Раушан Токтаровна', 'педагог-психолог', '', 'педагог', '3', '01.02.2024', '', '']]

/** people are those of the list, as the program should know them. */
export const people = { director: 'Ахметова Гүлнар', deputy: 'Ким Елена', mentors: ['Сейтова Алма', 'Иванова Мария'], mentees: ['Омарова Дана', 'Смагулов Тимур'] }
export const staffCount = administration.length + teachers.length + others.length

/** staffList is the workbook of the staff, as it is kept for inspections. */
export function staffList() {
  const counted = ((n) => (person) => [String(++n), ...person])(0)
  const rows = [
    ['Список педагогических работников КГУ «Основная средняя школа аула Көлбай»'], ['на 2026-2027 учебный год'], [],
    headings, headings.map((_, i) => String(i + 1)),
    ['Администрация'], ...administration.map(counted),
    ['Учителя'], ...teachers.map(counted),
    ['Прочие'], ...others.map(counted),
    ['12', 'вакансия', 'учитель', 'музыка'],
    ['', `Итого: ${staffCount} человек`], ['', 'Директор школы ____________ Г. Ахметова'],
  ]
  return workbook([{ name: 'Титул', rows: [['Тарификация']] }, { name: 'Список', rows, merged: ['A1:I1', 'A2:I2', 'A6:I6'] }])
}

const days = ['Понедельник', 'Вторник', 'Среда', 'Четверг', 'Пятница']
const bells = ['8:00-8:45', '8:50-9:35', '9:45-10:30', '10:45-11:30', '11:35-12:20', '12:25-13:10']

/** subjects: letter -> name, and who teaches it where; another in some classes. */
const subjects = {
  М: { name: 'Математика', by: 'Сейтова А.К.', room: '3', in78: ['Омарова Д.', '6'] },
  Р: { name: 'Рус. яз.', by: 'Ким Е.В.', room: '2' },
  И: { name: 'История', by: 'Ахметова Г.С.', room: '1' },
  Ф: { name: 'Физика', by: 'Жунусов Е.М.', room: '4' },
  Ц: { name: 'Информатика', by: 'Жунусов Е.М.', room: '4' },
  А: { name: 'Англ. яз.', by: 'Иванова М.П.', room: '5', in68: ['Смагулов Т.', '8'] },
  С: { name: 'Физ-ра', by: 'Тлеубаев А.Б.', room: 'спортзал' },
  К: { name: 'Каз. яз.', by: 'Қасымова А.Н.', room: '7' },
  Б: { name: 'Биология', by: 'Бекова С.И.', room: '9' },
  Г: { name: 'География', by: 'Бекова С.И.', room: '9' },
}

/** week: class -> for each day the letters of its lessons. */
const week = {
  5: ['С-БКМ', '-БА--Р', 'К--АИМ', 'М-КАГЦ', 'РСМК'],
  6: ['АК-РС', 'БМКС-А', '-АМКР', '-ЦГ-МБ', 'МИ---К'],
  7: ['-АФМ-К', 'МИРК-Б', 'ГКСФМЦ', 'АБР-С', '-КМ--А'],
  8: ['-М-АБФ', '-КФРМ', 'АР-МКБ', 'ГСА-К', 'К-ЦМИС'],
  9: ['КИ-Ф', 'КРС-МА', 'РЦФБМК', 'СМАК', 'А-БМ-Г'],
}
const classes = Object.keys(week)

/** lesson is what a class has at an hour of a day, or null. */
function lesson(group, day, hour) {
  const subject = subjects[week[group][day][hour]]
  if (!subject) return null
  const [by, room] = Object.entries(subject).find(([key]) => key.startsWith('in') && key.includes(group))?.[1] ?? [subject.by, subject.room]
  return { group, day, hour, subject: subject.name, by, room }
}

const lessons = classes.flatMap((group) => days.flatMap((_, day) => bells.map((_, hour) => lesson(group, day, hour)))).filter(Boolean)
export const lessonCount = lessons.length

/** gridTimetable is the week on the wall: classes side by side, days under each other. */
export function gridTimetable() {
  const cell = (l) => l ? `${l.subject}\n${l.by} ${/^\d/.test(l.room) ? 'каб. ' : ''}${l.room}` : ''
  const rows = [['Утверждаю: директор школы ________'], ['Расписание уроков на 2026-2027 учебный год'], ['День', '№', 'Время', ...classes.map((c) => `${c} класс`)]]
  const merged = ['A1:H1', 'A2:H2']
  days.forEach((name, day) => {
    merged.push(`A${rows.length + 1}:A${rows.length + bells.length}`)
    bells.forEach((time, hour) => rows.push([hour ? '' : name, String(hour + 1), time, ...classes.map((c) => cell(lesson(c, day, hour)))]))
  })
  rows.push(['Зам. директора по УВР ____________ Ким Е.В.'])
  return workbook([{ name: 'Расписание', rows, merged }])
}

/** ascTimetable is the same week as aSc Timetables writes it, with one lesson moved to a free hour. */
export function ascTimetable() {
  const moved = lessons.map((l) => l.group === '5' && l.day === 1 && l.subject === 'Рус. яз.' ? { ...l, hour: 4 } : l)
  const number = (prefix, list) => new Map(list.map((name, i) => [name, `${prefix}${i + 1}`]))
  const only = (key) => [...new Set(lessons.map((l) => l[key]))]
  const [s, t, r, c] = [number('S', only('subject')), number('T', only('by')), number('R', only('room')), number('C', classes)]
  const loads = new Map(moved.map((l) => [`${l.group} ${l.subject}`, l]))
  const l = number('L', [...loads.keys()])
  const at = (day) => days.map((_, i) => Number(i === day)).join('')
  const list = (tag, items) => `<${tag}>${items.join('')}</${tag}>`
  return Buffer.from(['<?xml version="1.0" encoding="UTF-8"?><timetable importtype="database" options="idprefix:Kolbay,daynumbering1" displayname="aSc Timetables 2012 XML">',
    list('periods', bells.map((b, i) => `<period name="${i + 1}" short="${i + 1}" period="${i + 1}" starttime="${b.split('-')[0]}" endtime="${b.split('-')[1]}"/>`)),
    list('daysdefs', days.map((name, i) => `<daysdef id="D${i + 1}" name="${name}" short="${name.slice(0, 2)}" days="${at(i)}"/>`)),
    list('subjects', [...s].map(([name, id]) => `<subject id="${id}" name="${name}" short="${name}"/>`)),
    list('teachers', [...t].map(([name, id]) => `<teacher id="${id}" name="${name}" short="${name.slice(0, 4)}"/>`)),
    list('classrooms', [...r].map(([name, id]) => `<classroom id="${id}" name="${name}" short="${name}"/>`)),
    list('classes', [...c].map(([name, id]) => `<class id="${id}" name="${name}" short="${name}"/>`)),
    list('groups', classes.map((name) => `<group id="G${c.get(name)}" name="Весь класс" classid="${c.get(name)}" entireclass="1" divisiontag="0"/>`)),
    list('lessons', [...loads].map(([key, x]) => `<lesson id="${l.get(key)}" classids="${c.get(x.group)}" subjectid="${s.get(x.subject)}" periodspercard="1" teacherids="${t.get(x.by)}" classroomids="${r.get(x.room)}" groupids="G${c.get(x.group)}"/>`)),
    list('cards', moved.map((x) => `<card lessonid="${l.get(`${x.group} ${x.subject}`)}" classroomids="${r.get(x.room)}" period="${x.hour + 1}" weeks="1" terms="1" days="${at(x.day)}"/>`)),
    '</timetable>'].join('\n'))
}
