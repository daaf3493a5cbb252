import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { after, before, beforeEach, describe, it } from 'mocha';
import { removeFolder } from '../../scripts/lib/removeFolder';
import { alignLines, hashLines, splitLines } from '../../src/base/lines';
import { LineTracker } from '../../src/base/lineTracker';
import { MeasuredTexts } from '../../src/coverage/measured/measuredTexts';
import type { CoverageReport, FileCoverage } from '../../src/coverage/report/coverageReport';
import { type CurrentPlace, currentPlaces, placesOf } from '../../src/coverage/report/untested';
import { FolderCoverage } from '../../src/coverage/state/folderCoverage';
import { FolderScene, shown, xmlOf } from '../unit/coverage/state/folderScene';
import { coverageVersion, tools } from './lab';
import { run } from './lib/run';

/** What coverage.py says of one text: 1-based lines. */
interface Truth {
  readonly statements: number[];
  readonly missing: number[];
}

const DRIVER = `
import coverage, json, pathlib, runpy, sys
said = {}
for path in sorted(pathlib.Path(sys.argv[1]).glob('*.py')):
    measured = coverage.Coverage(data_file=None, include=[str(path)], messages=False)
    measured.start()
    module = runpy.run_path(str(path))
    for i, x in [(0, 1), (1, 2), (1, 0), (3, 1), (4, 2), (4, 1), (6, 3)]:
        module['f%d' % i](x)
    measured.stop()
    _, statements, _, missing, _ = measured.analysis2(str(path))
    said[path.name] = {'statements': statements, 'missing': missing}
json.dump(said, open(sys.argv[2], 'w'))
`;

/** Functions that differ little, so that lines are easily mistaken for each other. */
const MEASURED = Array.from({ length: 8 }, (_, i) => [
  `def f${i}(x):`,
  '    y = 0',
  '    if x == 1:',
  '        pass',
  `        y = ${i}`,
  '    elif x == 2:',
  '        pass',
  '        pass',
  '        y = 2',
  '    else:',
  '        y = 3',
  '        pass',
  '    for z in range(x - 1):',
  '        pass',
  '        y += z',
  '    return y',
  '',
]).flat();

/** An edit that changes neither which statements run nor in which order. */
interface Edit {
  readonly at: number;
  readonly kind: 'comment' | 'blank' | 'statement' | 'pass' | 'delete' | 'replace';
}

function edited(lines: readonly string[], { at, kind }: Edit): { from: number; to: number; lines: string[] } {
  const line = at % lines.length;
  const text = lines[line]!;
  const indent = /^ */.exec(text)![0];
  const isSimple = /^ *(?:pass|y .*)$/.test(text);
  if (kind === 'comment') return { from: line, to: line, lines: [`${indent}# why`] };
  if (kind === 'statement' && isSimple) return { from: line, to: line, lines: [`${indent}x += 0`] };
  if (kind === 'pass' && isSimple) return { from: line, to: line, lines: [`${indent}pass`] };
  // Each block has a statement beside its passes, so it stays a block.
  if (kind === 'delete' && text.endsWith('pass')) return { from: line, to: line + 1, lines: [] };
  if (kind === 'replace' && text.endsWith('y += z')) return { from: line, to: line + 1, lines: [`${indent}y -= z`] };
  return { from: line, to: line, lines: [''] };
}

describe('text that a report measured', () => {
  let root: string;
  let path: string;
  const git = (...args: string[]): Promise<string> =>
    run('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.org', ...args], { cwd: root });
  /** Writes a file as if at a time, in seconds since the epoch. */
  const write = (text: string, time: number): void => {
    writeFileSync(path, text);
    utimesSync(path, time, time);
  };
  const measured = (lines: readonly number[], missing: readonly number[] = []): FileCoverage => ({
    name: 'a.py',
    path,
    lines: Uint32Array.from(lines),
    hits: Uint32Array.from(lines, (line) => (missing.includes(line) ? 0 : 1)),
    branches: new Int32Array(),
  });
  /** What is known of the text of a report that was written at a time. */
  const textOf = (file: FileCoverage, time: number, trusted = true): Promise<Uint32Array | undefined> => {
    const report: CoverageReport = {
      format: 'cobertura',
      sources: [],
      writtenAt: time * 1000,
      toolVersion: undefined,
      hasBranches: false,
      files: [file],
      unresolved: [],
    };
    return new MeasuredTexts(root, report, undefined, trusted).hashesOf(file);
  };
  const commit = async (text: string, time: number): Promise<void> => {
    write(text, time);
    await git('add', '-A');
    const env = { GIT_COMMITTER_DATE: `${time} +0000` };
    await run('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.org', 'commit', '-q', '-m', text], {
      cwd: root,
      env,
    });
  };

  const made: string[] = [];
  beforeEach(async () => {
    root = realpathSync(mkdtempSync(join(tmpdir(), 'measured-')));
    made.push(root);
    path = join(root, 'a.py');
    await git('init', '-q', '-b', 'master');
  });
  after(() => made.forEach((folder) => removeFolder(folder)));

  const [T, ONE, TWO] = [1_700_000_000, 'x = 1\ny = 2\n', 'x = 1\n\ny = 3\nz = 4\n'];

  it('the measured text is that on disk while the file is not newer', async () => {
    write(ONE, T);
    assert.deepEqual(await textOf(measured([1, 2]), T), hashLines(ONE));
    assert.equal(await textOf(measured([1, 2]), T - 1), undefined);
  });

  it('the measured text is not that on disk if the report has other statements', async () => {
    write(TWO, T);
    assert.equal(await textOf(measured([1, 2]), T + 1), undefined);
  });

  it('the measured text of a newer file is that of the commit checked out then', async () => {
    await commit(ONE, T);
    await commit(TWO, T + 100);
    write('other = 1\n', T + 200);
    assert.deepEqual(await textOf(measured([1, 2]), T + 50), hashLines(ONE));
    assert.deepEqual(await textOf(measured([1, 3, 4]), T + 150), hashLines(TWO));
    assert.equal(await textOf(measured([1, 2]), T + 50, false), undefined, 'git is not asked where it must not be');
  });

  it('the measured text is unknown if the commit has other statements: the file was edited before', async () => {
    await commit(ONE, T);
    write('other = 1\n', T + 200);
    assert.equal(await textOf(measured([1, 3]), T + 50), undefined);
    assert.equal(await textOf(measured([1]), T - 50), undefined);
  });

  it('the measured text is that of the branch checked out then, not of the current one', async () => {
    const same = ONE.replace('2', '5');
    await commit(ONE, T);
    await git('checkout', '-q', '-b', 'other');
    await commit(same, T + 10);
    const back = { GIT_COMMITTER_DATE: `${T + 20} +0000` };
    await run('git', ['checkout', '-q', 'master'], { cwd: root, env: back });
    // Measured here, on master; then the person goes to the other branch.
    await run('git', ['checkout', '-q', 'other'], { cwd: root, env: { GIT_COMMITTER_DATE: `${T + 60} +0000` } });
    assert.deepEqual(await textOf(measured([1, 2]), T + 30), hashLines(ONE));
  });

  it('the measured text in a later clone is that of the last commit before, for all of many files', async () => {
    const texts = Array.from({ length: 250 }, (_, i) => `x = ${i}\ny = 2\n`);
    texts.forEach((text, i) => writeFileSync(join(root, `a${i}.py`), text));
    await commit(ONE, T);
    texts.forEach((_, i) => writeFileSync(join(root, `a${i}.py`), 'other = 1\n'));
    await commit(TWO, T + 100);
    const clone = `${root}-clone`;
    made.push(clone);
    await run('git', ['clone', '-q', root, clone], { cwd: root });
    const files = texts.map((_, i) => ({ ...measured([1, 2]), name: `a${i}.py`, path: join(clone, `a${i}.py`) }));
    const report = {
      format: 'cobertura',
      sources: [],
      writtenAt: (T + 50) * 1000,
      toolVersion: undefined,
      hasBranches: false,
      files,
      unresolved: [],
    } as const;
    const all = new MeasuredTexts(clone, report, undefined, true);
    await all.findAll();
    assert.deepEqual(
      files.map((file) => all.knownHashes(file)),
      texts.map(hashLines),
    );
  });

  it('the measured text is known as soon as git may be asked', async () => {
    await commit(ONE, T);
    write('other = 1\n', T + 200);
    const xml = join(root, 'coverage.xml');
    writeFileSync(xml, xmlOf({ 'a.py': { 1: 1, 2: 0 } }));
    utimesSync(xml, T + 50, T + 50);
    const scene = new FolderScene();
    let trusted = false;
    const coverage = new FolderCoverage({ path: root, name: 'root' }, scene.services({ trusted: () => trusted }), () =>
      Promise.resolve(),
    );
    const textNow = async (): Promise<unknown> => {
      await coverage.refresh();
      const { texts, report } = shown(coverage);
      return texts.hashesOf(report.files[0]!);
    };
    assert.equal(await textNow(), undefined);
    const { texts } = shown(coverage);
    assert.equal(await textNow(), undefined);
    assert.equal(shown(coverage).texts, texts, 'nothing changed');
    trusted = true;
    assert.deepEqual(await textNow(), hashLines(ONE));
    assert.notEqual(shown(coverage).texts, texts, 'those that follow the texts look them up again');
    assert.equal(shown(coverage).changeProblem?.reason, 'no-base', 'the change was asked for, too');
    coverage.dispose();
    scene.end();
  });

  describe('with real coverage.py', () => {
    let bin: string;
    let library: string;
    before(async () => {
      bin = await tools();
      library = await coverageVersion('7.15.4');
    });

    async function measure(texts: readonly string[][]): Promise<Truth[]> {
      const folder = join(root, 'texts');
      mkdirSync(folder);
      const nameOf = (i: number): string => `m${String(i).padStart(4, '0')}.py`;
      texts.forEach((lines, i) => writeFileSync(join(folder, nameOf(i)), lines.join('\n')));
      writeFileSync(join(root, 'driver.py'), DRIVER);
      const answer = join(root, 'answer.json');
      await run(join(bin, 'python'), ['driver.py', folder, answer], { cwd: root, env: { PYTHONPATH: library } });
      const said = JSON.parse(readFileSync(answer, 'utf8')) as Record<string, Truth>;
      return texts.map((_, i) => said[nameOf(i)]!);
    }

    it('no line that a run calls tested is called untested after edits, with real coverage.py', async () => {
      const edit = fc.record<Edit>({
        at: fc.nat(MEASURED.length),
        kind: fc.constantFrom<Edit['kind'][]>('comment', 'blank', 'statement', 'pass', 'delete', 'replace'),
      });
      const scripts = fc.sample(fc.array(edit, { minLength: 1, maxLength: 30 }), { numRuns: 150, seed: 3 });
      const texts: string[][] = [];
      const trackers: LineTracker[] = [];
      for (const script of scripts) {
        const lines = [...MEASURED];
        const tracker = new LineTracker(MEASURED, MEASURED, (line) => line);
        for (const one of script) {
          const { from, to, lines: added } = edited(lines, one);
          const text = added.map((line) => `${line}\n`).join('');
          tracker.apply([{ startLine: from, startCharacter: 0, endLine: to, endCharacter: 0, text }]);
          lines.splice(from, to - from, ...added);
        }
        texts.push(lines);
        trackers.push(tracker);
      }
      const [base, ...truths] = await measure([MEASURED, ...texts]);
      const file = measured(base!.statements, base!.missing);
      await commit(MEASURED.join('\n'), T);
      const counts = { untested: 0, tracked: 0, aligned: 0 };
      for (const [i, truth] of truths.entries()) {
        write(texts[i]!.join('\n'), T + 100);
        const hashes = await textOf(file, T + 50);
        assert.deepEqual(hashes, hashLines(MEASURED.join('\n')));
        const aligned = alignLines(hashes, hashLines(readFileSync(path, 'utf8')));
        counts.untested += truth.missing.length;
        counts.aligned += checkPlaces(currentPlaces(placesOf(file), aligned), truth, texts[i]!);
        counts.tracked += checkPlaces(currentPlaces(placesOf(file), trackers[i]!.alignment()), truth, texts[i]!);
      }
      console.log(
        `      of ${counts.untested} untested lines ${counts.tracked} are known after edits in the editor, ` +
          `${counts.aligned} by comparing texts`,
      );
      assert.ok(counts.tracked > 0.7 * counts.untested && counts.aligned > 0.6 * counts.untested);
    });

    /** The number of untested statements in the places; fails when one of them is tested. */
    function checkPlaces(
      places: readonly CurrentPlace[],
      { statements, missing }: Truth,
      text: readonly string[],
    ): number {
      let count = 0;
      for (const { first, last } of places) {
        for (const line of statements.filter((statement) => first <= statement && statement <= last)) {
          assert.ok(missing.includes(line), `line ${line} is tested: ${text[line - 1]}\n${text.join('\n')}`);
          count++;
        }
      }
      return count;
    }
  });

  it('the measured text has the lines that editors count', () => {
    assert.equal(splitLines(MEASURED.join('\n')).length, MEASURED.length);
  });
});
