// The people of the demo, as its first page offers them.
export const director = 'DIR-A'
export const deputy = 'DD-A2' // academic affairs; leads the mentoring
export const head = 'SMU-A3'
export const mentor = 'T-A2' // mathematics, 29 years
export const mentees = ['T-A14', 'T-A16']
export const returner = 'T-A13'
export const secretary = 'Auyl-History-4'
export const audanDeputy = 'DD-B1'
export const aimakDirector = 'DIR-C'
export const methodologist = 'RAIONO-1'
export const administrator = 'ADMIN' // at the ministry

export const personas = [director, deputy, head, mentor, ...mentees, returner, secretary, audanDeputy, aimakDirector, methodologist, administrator]
