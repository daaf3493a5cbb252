/**
 * `npm test`: all that must hold before a commit. Prints each step with its time, and at the end what failed; the
 * last line is the sum of all tests, where a check such as lint is one test.
 *
 *   node --import tsx scripts/test.ts --and test:oldest package
 *
 * runs other steps after `npm test`, and sums them and what that left: .ci/run does so.
 */

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

/** Scripts of package.json, the quickest first: what is wrong shows early. */
const usual = ['format', 'lint', 'types', 'layers', 'contributions', 'test:unit', 'test:editor'];

runScript(module, async ([option, ...others]) => {
  const more = option === '--and';
  const steps = more ? others : usual;
  if (!more) {
    forgetCounts();
  }
  makeKits(steps);
  const outcomes: string[] = [];
  for (const step of steps) {
    const start = Date.now();
    console.log(`\n== ${step}`);
    const counts = await runStep(step);
    const seconds = ((Date.now() - start) / 1000).toFixed(1);
    outcomes.push(`${counts.failed === 0 ? '✔' : '✖'} ${step}: ${summary(counts)}, ${seconds} s`);
    console.log(`== ${outcomes.at(-1)}`);
  }
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

async function runStep(step: string): Promise<Counts> {
  forgetCounts(step);
  const exitCode = await run('npm', ['run', '--silent', step], {
    cwd: root,
    env: { ...process.env, [COUNTS_FILE]: countsFile(step) },
  });
  const counts = step.startsWith('test:') ? countsOfTests(exitCode, readCounts(step)) : countsOfCheck(exitCode);
  writeCounts(step, counts);
  return counts;
}
