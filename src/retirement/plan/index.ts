/** Plans of retirements: made, read, checked, changed. */
export { makePlan, type PlanParameters } from './makePlan';
export { newPlanText } from './newPlanText';
export * from './plan';
export type { PlanChange, RecordedChange } from './planChange';
export { planCompletions } from './planCompletions';
export { readPlanFile, updatePlanFile } from './planFile';
export { checkPlan } from './readPlan';
