/** Every parser of text from outside, with samples of its format and what must hold of what it gives. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/lib/script';
import { messageOf } from '../../src/base/errors';
import { BASE } from './base';
import { CHANGE } from './change';
import { COVERAGE } from './coverage';
import { PROJECT } from './project';
import { RETIREMENT_EDITS } from './retirementEdits';
import { RETIREMENT_PLANS } from './retirementPlans';
import { STYLE } from './style';
import type { Targets } from './target';
import { TESTING } from './testing';

export const TARGETS: Targets = {
  ...BASE,
  ...COVERAGE,
  ...TESTING,
  ...PROJECT,
  ...CHANGE,
  ...STYLE,
  ...RETIREMENT_PLANS,
  ...RETIREMENT_EDITS,
};

/** The samples of a target; those that are text in this file are in Latin-1 only for the snapshot. */
export function samplesOf(name: string): Buffer[] {
  const { files, samples = [] } = TARGETS[name]!;
  const found = files ? SAMPLE_FILES.filter((path) => files.test(path)).map((path) => readFileSync(path)) : [];
  const all = [...found, ...samples.map((sample) => Buffer.from(sample, name === 'snapshot' ? 'latin1' : 'utf8'))];
  if (all.length === 0) throw new Error(`There is no sample of ${name}: ${messageOf(files?.source)}`);
  return all;
}

const SAMPLE_FILES = ['test/fixtures', 'samples', '.'].flatMap((folder) => filesIn(join(root, folder), folder !== '.'));

function filesIn(folder: string, isDeep: boolean): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (name === 'node_modules' || name === '.git') return [];
    if (!statSync(path).isDirectory()) return [path];
    return isDeep ? filesIn(path, true) : [];
  });
}
