import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { UserError } from '../../../../src/base/errors';
import { NOT_COMPARED } from '../../../../src/coverage/baseline/baselineComparison';
import { DEFAULT_CONFIG } from '../../../../src/coverage/find/coverageConfig';
import type { FolderSurvey } from '../../../../src/coverage/find/surveyFolder';
import { changeCoverage } from '../../../../src/coverage/measured/changeCoverage';
import { identityOf, snapshotOf } from '../../../../src/coverage/report/snapshot';
import {
  type ReadyFolder,
  showsOnlyRuns,
  showsReports,
  unreadFolder,
  withChange,
  withoutProblem,
  withoutReport,
  withProblem,
  withReport,
  withRun,
  withSurvey,
  withTrustedTexts,
} from '../../../../src/coverage/state/folderState';
import { reportOf } from '../reportOf';

describe('the state of a folder', () => {
  const T = 1_700_000_000_000;
  const report = reportOf({ 'a.py': { lines: [1, 2], missing: [2] } }, T);
  const snapshot = snapshotOf(report, () => undefined, 'tree');
  const problem = new UserError('truncated', 'It ends too early.');
  const survey: FolderSurvey = {
    config: DEFAULT_CONFIG,
    settings: undefined,
    candidates: ['/project/coverage.xml'],
    reports: [],
    dataFile: '/project/.coverage',
    data: { combined: false, parts: 0 },
  };
  const unread = withSurvey(unreadFolder({ path: '/project', name: 'project' }), survey);
  const base = { ref: 'gerrit/master', commit: 'c0ffee' };
  const measured: ReadyFolder = {
    ...withReport(unread, report, undefined, false),
    comparison: { ...NOT_COMPARED, named: 'mine', snapshot },
    changeCoverage: changeCoverage(report, new Map([['/project/a.py', [2]]]), base),
  };

  it('a state without a report distinguishes data of a run from nothing', () => {
    const kind = (combined: boolean, parts: number): string =>
      withoutReport(measured, { ...survey, data: { combined, parts } }).kind;
    assert.deepEqual([kind(false, 0), kind(true, 0), kind(false, 2)], ['noReport', 'onlyData', 'onlyData']);
  });

  it('a state without a report holds nothing of the previous one, so that its memory is freed', () => {
    assert.deepEqual(Object.keys(withoutReport(measured, survey)).sort(), [
      'kind',
      'name',
      'path',
      'problem',
      'survey',
    ]);
  });

  it('a state is the same object after a survey without news', () => {
    assert.equal(withSurvey(measured, structuredClone(survey)), measured);
    assert.notEqual(withSurvey(measured, { ...survey, candidates: [] }), measured);
  });

  it('a state with a problem is broken without a report, and otherwise keeps the shown one', () => {
    assert.deepEqual(withProblem(unread, problem), { ...unread, kind: 'broken', problem });
    const failed = withProblem(measured, problem);
    assert.deepEqual(failed, { ...measured, problem });
    assert.equal(withReport(failed, report, undefined, false).problem, undefined);
  });

  it('a state shows reports by their paths and time, unless a newer one could not be read', () => {
    const { sources, writtenAt } = report;
    assert.ok(showsReports(measured, sources, writtenAt));
    assert.ok(!showsReports(measured, sources, writtenAt + 1));
    assert.ok(!showsReports(measured, ['/project/other.xml'], writtenAt));
    assert.ok(!showsReports({ ...measured, problem }, sources, writtenAt));
  });

  it("a state with a new report keeps my change and the baseline's name, but no comparison", () => {
    const next = withReport(measured, reportOf({}, T + 1), undefined, false);
    assert.equal(next.changeCoverage, measured.changeCoverage);
    assert.deepEqual(next.comparison, { ...NOT_COMPARED, named: 'mine' });
    assert.notEqual(next.texts, measured.texts);
    assert.deepEqual([next.files.size, measured.files.get('/project/a.py')], [0, report.files[0]]);
  });

  it('a state with a run is that of the report files, and remembers what was shown before', () => {
    const next = withRun(measured, { ...report, writtenAt: T + 5 }, snapshot, T + 4, false);
    assert.equal(next.identity, identityOf(report));
    assert.ok(!showsOnlyRuns(next));
    assert.deepEqual(next.comparison.run, { before: snapshot, startedAt: T + 4 });
  });

  it('a state with a run and no report shows only runs', () => {
    const next = withRun(unread, report, snapshot, T, false);
    assert.ok(showsOnlyRuns(next));
    assert.deepEqual(next.comparison.run, { before: undefined, startedAt: T });
  });

  it('a state has other texts and the same report once git may be asked', () => {
    const next = withTrustedTexts(measured, snapshot);
    assert.deepEqual([next.texts.trusted, next.texts.keptTree], [true, 'tree']);
    assert.equal(next.report, measured.report);
    assert.equal(next.comparison, measured.comparison);
  });

  it('a state is the same object if git has no news of my change', () => {
    const { changeCoverage: mine } = measured;
    assert.equal(withChange(measured, { changeCoverage: structuredClone(mine), changeProblem: undefined }), measured);
    const failed = withChange(measured, { changeCoverage: undefined, changeProblem: problem });
    assert.deepEqual([failed.changeCoverage, failed.changeProblem], [undefined, problem]);
    const again = { changeCoverage: undefined, changeProblem: new UserError('truncated', problem.message) };
    assert.equal(withChange(failed, again), failed);
  });

  it('a state loses its problem, and is the same object if it has none', () => {
    assert.equal(withoutProblem(measured), measured);
    assert.equal(withoutProblem({ ...measured, problem }).problem, undefined);
  });
});
