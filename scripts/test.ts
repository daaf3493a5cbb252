/**
 * `npm test`: all that must hold before a commit. Prints each step with its time, and at the end what failed; the
 * last line is the sum of all tests, where a check such as lint is one test.
 *
 *   node --import tsx scripts/test.ts --and test:oldest package
 *
 * runs other steps after `npm test`, and sums them and the results of that: .ci/run does so.
 *
 * Most steps use one core, so two run at a time. The first lane prints as it runs, a step of the second when it ends.
 */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { run, start } from './lib/processes';
import {
  add,
  COUNTS_FILE,
  type Counts,
  countsFile,
  countsOfCheck,
  countsOfTests,
  forgetCounts,
  lastLines,
  readCounts,
  summary,
  writeCounts,
} from './lib/results';
import { root, runScript } from './lib/script';

const LANES = 2;

/** Scripts of package.json, the editor last, which fills both lanes by itself. A free lane takes the next one. */
const usual = ['format', 'test:unit', 'lint', 'types', 'layers', 'contributions', 'knip', 'test:editor'];

runScript(module, async ([option, ...others]) => {
  const more = option === '--and';
  const steps = more ? others : usual;
  if (!more) {
    forgetCounts();
  }
  makeKits(steps);
  const outcomes: string[] = [];
  const waiting = steps.values();
  const work = async (lane: number): Promise<void> => {
    for (const step of waiting) outcomes.push(await showStep(step, lane > 0));
  };
  await Promise.all(Array.from({ length: LANES }, (_, lane) => work(lane)));
  // A step of npm test that left nothing did not run to its end.
  const before = more ? usual.map((step) => readCounts(step) ?? countsOfCheck(1)) : [];
  const all = add([...before, ...steps.map((step) => readCounts(step) ?? countsOfCheck(1))]);
  console.log(`\n${outcomes.join('\n')}\n${lastLines(all)}`);
  return all.failed === 0 ? 0 : 1;
});

/**
 * Compiling the editors takes minutes, and most steps leave a core idle. A step that needs one before it is there waits
 * for it, and says what went wrong where it could not be made.
 */
function makeKits(steps: readonly string[]): void {
  const names = Object.entries({ 'test:editor': 'newest', 'test:oldest': 'oldest' }).flatMap(([step, name]) =>
    steps.includes(step) ? [name] : [],
  );
  if (names.length > 0) start('node', ['--import', 'tsx', 'scripts/make-kit.ts', ...names], { cwd: root });
}

/** Runs a step and prints what it prints, at once or when it ends. Gives the line that sums it up. */
async function showStep(step: string, isQuiet: boolean): Promise<string> {
  const start = Date.now();
  const log = join(root, 'out', 'steps', `${step.replaceAll(':', '-')}.log`);
  if (isQuiet) {
    mkdirSync(dirname(log), { recursive: true });
    rmSync(log, { force: true });
  } else {
    console.log(`\n== ${step}`);
  }
  const counts = await runStep(step, isQuiet ? log : undefined);
  const seconds = ((Date.now() - start) / 1000).toFixed(1);
  const outcome = `${counts.failed === 0 ? '✔' : '✖'} ${step}: ${summary(counts)}, ${seconds} s`;
  const printed = isQuiet ? `\n== ${step}\n${readFileSync(log, 'utf8')}` : '';
  console.log(`${printed}== ${outcome}`);
  return outcome;
}

/** @param log file for what it prints, instead of this terminal */
async function runStep(step: string, log: string | undefined): Promise<Counts> {
  forgetCounts(step);
  const exitCode = await run('npm', ['run', '--silent', step], {
    cwd: root,
    env: { ...process.env, [COUNTS_FILE]: countsFile(step) },
    ...(log !== undefined && { log }),
  });
  const counts = step.startsWith('test:') ? countsOfTests(exitCode, readCounts(step)) : countsOfCheck(exitCode);
  writeCounts(step, counts);
  return counts;
}
