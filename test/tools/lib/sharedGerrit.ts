import { after } from 'mocha';
import { type GerritLab, startGerrit } from '../gerritLab';

let running: Promise<GerritLab> | undefined;

/** One server for all test files of a run; each test makes its own project on it. */
export const sharedGerrit = (): Promise<GerritLab> => (running ??= startGerrit());

// Imported while mocha loads a file, so this belongs to the whole run.
after(async () => (await running)?.stop());
