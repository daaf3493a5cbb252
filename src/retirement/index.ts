/** The door to retirements: plans, where they stand, and the edits of their steps. */
export { type EditInput, prepareEdits, type Question as EditQuestion, type Tree } from './edits';
export type { Plan as RetirementPlan, PlanParameters } from './plan';
export type { PlanStatus } from './status/planStatus';
