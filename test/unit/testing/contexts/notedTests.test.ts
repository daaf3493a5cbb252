import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { UserError } from '../../../../src/base/errors';
import type { ContextsByFile } from '../../../../src/testing/contexts/coverageData';
import type { NotedRun } from '../../../../src/testing/contexts/notedRuns';
import { type NotedFiles, NotedTests, type TestsByContext } from '../../../../src/testing/contexts/notedTests';
import { NotedTestsReader } from '../../../../src/testing/contexts/notedTestsReader';

const ROOT = '/p';
const FILE = '/p/nova/a.py';
/** Two modules with two tests each, and one whose tests are inherited from a base of another module. */
const TESTS: TestsByContext = {
  idsByContext: new Map([
    ['t.test_a.A.test_1', ['t.test_a.A.test_1']],
    ['t.test_a.A.test_2', ['t.test_a.A.test_2']],
    ['t.test_b.B.test_1', ['t.test_b.B.test_1']],
    ['t.test_b.B.test_2', ['t.test_b.B.test_2']],
    ['t.base.Base.test_shared', ['t.test_c.C.test_shared']],
  ]),
  moduleOfId: (id) => id.split('.').slice(0, 2).join('.'),
};

function contexts(files: Readonly<Record<string, readonly string[]>>): ContextsByFile {
  const names = [...new Set(Object.values(files).flat())];
  const indexes = Object.entries(files).map(
    ([path, ran]) => [path, Uint32Array.from(ran, (name) => names.indexOf(name))] as const,
  );
  return { contexts: names, files: new Map(indexes) };
}

const noted = (...runs: NotedFiles[]): NotedTests => new NotedTests(ROOT, runs, TESTS);
const ids = (...names: string[]): Set<string> => new Set(names.map((name) => `t.${name}`));

describe('tests of a file in recorded runs', () => {
  it('recorded tests of a file are those that ran it, instead of those found by name', () => {
    const run = contexts({ [FILE]: ['', 't.test_b.B.test_1', 't.test_b.B.test_2', 't.base.Base.test_shared'] });
    const ran = ids('test_a.A.test_1', 'test_a.A.test_2', 'test_b.B.test_1', 'test_b.B.test_2', 'test_c.C.test_shared');
    assert.deepEqual(noted({ ran, contexts: run }).testsOf(FILE, ['t.test_a']), {
      modules: ['t.test_b', 't.test_c'],
      toRun: ['t.test_b.B.test_1', 't.test_b.B.test_2', 't.test_c.C.test_shared'],
    });
  });

  it('recorded tests begin with the module found by name, if it ran the file too', () => {
    const run = contexts({ [FILE]: ['t.test_a.A.test_1', 't.test_b.B.test_1', 't.test_b.B.test_2'] });
    const ran = ids('test_a.A.test_1', 'test_a.A.test_2', 'test_b.B.test_1', 'test_b.B.test_2');
    assert.deepEqual(noted({ ran, contexts: run }).testsOf(FILE, ['t.test_a'])!.modules, ['t.test_a', 't.test_b']);
  });

  it('recorded tests keep a module as a whole if not all of its tests were recorded', () => {
    const run = contexts({ [FILE]: ['t.test_b.B.test_1'] });
    const found = noted({ ran: ids('test_b.B.test_1', 'test_b.B.test_2', 'test_a.A.test_1'), contexts: run });
    assert.deepEqual(found.testsOf(FILE, ['t.test_a']), {
      modules: ['t.test_a', 't.test_b'],
      toRun: ['t.test_a', 't.test_b.B.test_1'],
    });
  });

  it('recorded tests are none if only the import ran, and unknown for a file that no run measured', () => {
    const all = contexts({ [FILE]: [''], '/p/nova/b.py': ['t.test_a.A.test_1'] });
    const found = noted({ ran: undefined, contexts: all });
    assert.deepEqual(found.testsOf(FILE, []), { modules: [], toRun: [] });
    assert.equal(found.testsOf('/p/nova/new.py', ['t.test_a']), undefined);
  });

  it("recorded tests are those of each test's last run", () => {
    const older = contexts({ [FILE]: ['t.test_a.A.test_1', 't.test_b.B.test_1'] });
    const newer = contexts({ '/p/nova/b.py': ['t.test_a.A.test_1'] });
    const found = noted(
      { ran: ids('test_a.A.test_1'), contexts: newer },
      { ran: ids('test_a.A.test_1', 'test_b.B.test_1'), contexts: older },
    );
    assert.deepEqual(found.testsOf(FILE, [])!.toRun, ['t.test_b.B.test_1']);
  });

  it('recorded tests are found under paths relative to the root', () => {
    const run = contexts({ 'nova/a.py': ['t.test_a.A.test_1'] });
    assert.deepEqual(noted({ ran: undefined, contexts: run }).testsOf(FILE, [])!.modules, ['t.test_a']);
  });
});

describe('NotedTestsReader', () => {
  const quiet = { trace: ignore, debug: ignore, info: ignore, warn: ignore, error: ignore };
  const data = contexts({ [FILE]: ['t.test_a.A.test_1'] });
  const run = (path: string, measuredAt = 1): NotedRun => ({ path, measuredAt, ran: undefined });

  function readerOf(
    runs: NotedRun[],
    answer: (path: string) => Promise<ContextsByFile>,
  ): { reader: NotedTestsReader; asked: string[] } {
    const asked: string[] = [];
    const askAll = (path: string): Promise<ContextsByFile> => {
      asked.push(path);
      return answer(path);
    };
    const reader = new NotedTestsReader(
      { of: () => Promise.resolve(runs) },
      { askAll },
      () => Promise.resolve(TESTS),
      quiet,
    );
    return { reader, asked };
  }

  it('recorded tests are answered from memory, and a data file is read again only when written again', async () => {
    const runs = [run('one')];
    const { reader, asked } = readerOf(runs, () => Promise.resolve(data));
    assert.equal(reader.now(ROOT), undefined);
    await reader.of(ROOT);
    await reader.of(ROOT);
    assert.deepEqual(reader.now(ROOT)!.testsOf(FILE, [])!.modules, ['t.test_a']);
    runs[0] = run('one', 2);
    await reader.of(ROOT);
    assert.deepEqual(asked, ['one', 'one']);
    runs.length = 0;
    assert.equal(await reader.of(ROOT), undefined);
    assert.equal(reader.now(ROOT), undefined, 'the data is gone');
  });

  it('data without contexts is skipped, and remembered as such', async () => {
    const { reader, asked } = readerOf([run('old')], () => Promise.reject(new UserError('no-contexts', 'none')));
    assert.equal(await reader.of(ROOT), undefined);
    assert.equal(await reader.of(ROOT), undefined);
    assert.deepEqual(asked, ['old']);
  });

  it('recorded tests are requested again after the reading was stopped', async () => {
    let stopped = true;
    const { reader } = readerOf([run('one')], () =>
      stopped ? Promise.reject(new UserError('stopped', 'gone')) : Promise.resolve(data),
    );
    assert.equal(await reader.of(ROOT), undefined);
    stopped = false;
    assert.ok(await reader.of(ROOT));
  });
});

function ignore(): void {
  // Nobody reads this log.
}
