import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import type { Api, PlanParameters, RetirementPlan } from '../../../src/api';
import { gitIn } from './repository';

const PROJECT = 'openstack/freezer-dr';

describe('retirements for other extensions', () => {
  let api: Api['retirement'];
  let change: Api['change'];
  let clone: vscode.Uri;
  let project: string;
  let server: string;

  before(async () => {
    const extension = vscode.extensions.getExtension<Api>('openstack-contributor.openstack-contributor')!;
    ({ retirement: api, change } = await extension.activate());
    clone = vscode.workspace.workspaceFolders![0]!.uri;
    const remote = new URL(gitIn(clone.fsPath, 'config', 'remote.gerrit.url'));
    project = remote.pathname.replace('/a/', '');
    server = `http://${remote.host}/`;
  });

  const input = { repositories: [PROJECT], team: 'freezer', irc: 'openstack-freezer' };
  const endGating = { ...input, step: 'end-gating', repo: 'openstack/project-config' };
  const governance = { ...input, step: 'governance', repo: 'openstack/governance' };
  /** The error that a promise rejects with, as another extension has it. */
  const errorOf = async (promise: Promise<unknown>): Promise<Record<string, unknown>> => {
    const error: unknown = await promise.then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    assert.ok(error instanceof Error);
    return { ...error };
  };
  const planOf = (parameters: PlanParameters): RetirementPlan => api.plan(parameters);

  it('a plan has its steps in the order that was asked for', () => {
    const ids = ({ steps }: RetirementPlan): string[] => steps.map(({ id }) => id);
    const plan = planOf({ repositories: [PROJECT], team: 'freezer' });
    assert.equal(plan.topic, 'retire-freezer-dr');
    assert.ok(ids(plan).indexOf('governance') < ids(plan).indexOf('remove-infra'));
    const other = planOf({ repositories: [PROJECT], team: 'freezer', order: 'practice' });
    assert.ok(ids(other).indexOf('remove-infra') < ids(other).indexOf('governance'));
    assert.ok(ids(planOf({ repositories: [PROJECT], team: 'freezer', kind: 'deprecate' })).includes('restore-jobs'));
    assert.throws(() => planOf({ repositories: ['no name'], team: 'freezer' }), { reason: 'bad-parameters' });
  });

  it('a step’s edits are whole texts with reasons, and nothing is written', async () => {
    const edits = await api.edits(endGating, clone);
    assert.deepEqual(
      edits.map(({ path }) => path),
      ['zuul.d/projects.yaml'],
    );
    assert.match(
      edits[0]!.content!,
      new RegExp(`name: ${PROJECT}\\n {4}queue: freezer\\n {4}templates:[^]*noop-jobs\\n$`),
    );
    assert.ok(edits[0]!.reason.length > 10);
    assert.equal(gitIn(clone.fsPath, 'status', '--short'), '');
  });

  it('edits that are written leave nothing to edit', async () => {
    const file = join(clone.fsPath, 'zuul.d/projects.yaml');
    const before = readFileSync(file, 'utf8');
    writeFileSync(file, (await api.edits(endGating, clone))[0]!.content!);
    assert.deepEqual(await api.edits(endGating, clone), []);
    writeFileSync(file, before);
  });

  it('what only a person can decide is a typed list of questions', async () => {
    const { reason, questions } = await errorOf(api.edits(governance, clone));
    assert.equal(reason, 'questions');
    assert.deepEqual(
      (questions as { param: string }[]).map(({ param }) => param),
      ['date'],
    );
    const edits = await api.edits({ ...governance, date: '2026-12-24' }, clone);
    assert.deepEqual(edits.map(({ path }) => path).sort(), ['reference/legacy.yaml', 'reference/projects.yaml']);
  });

  it('a file that is not as expected is refused with its place, and a step that is none with its reason', async () => {
    const file = join(clone.fsPath, 'zuul.d/projects.yaml');
    const before = readFileSync(file, 'utf8');
    writeFileSync(file, before.replace('    queue', '<<<<<<< HEAD\n    queue'));
    const { reason, path, line } = await errorOf(api.edits(endGating, clone));
    writeFileSync(file, before);
    assert.deepEqual([reason, path, line], ['not-as-expected', 'zuul.d/projects.yaml', 9]);
    assert.equal((await errorOf(api.edits({ ...endGating, step: 'paint' }, clone))).reason, 'bad-input');
    const nowhere = vscode.Uri.joinPath(clone, 'reference');
    assert.equal((await errorOf(api.edits(endGating, nowhere))).reason, 'missing-file');
  });

  it('the state of a plan is what its server says of the changes', async () => {
    writeFileSync(join(clone.fsPath, 'note.txt'), 'note\n');
    gitIn(clone.fsPath, 'add', '-A');
    const message = change.complete(
      'Retire freezer-dr: end project gating\n\nSigned-off-by: Dev Example <dev@example.org>\n',
    );
    gitIn(clone.fsPath, 'commit', '-q', '--no-verify', '-m', message);
    const pushed = await change.push(clone);
    const { number } = pushed.changes[0]!;
    const plan = planOf({ repositories: [PROJECT], team: 'freezer', server });
    const steps = plan.steps.map((step) =>
      step.id === 'announce'
        ? { ...step, closed: { as: 'done', reason: 'Sent', on: '2026-12-01' } as const }
        : step.id === 'end-gating'
          ? { ...step, repo: project, change: number }
          : step,
    );
    const status = await api.status({ ...plan, steps });
    assert.equal(status.problem, undefined);
    assert.equal(status.next, 'end-gating');
    const stateOf = (id: string): string | undefined => status.steps.find((step) => step.id === id)?.state;
    assert.deepEqual(['announce', 'end-gating', 'remove-content'].map(stateOf), ['closed', 'in-review', 'waiting']);
  });

  it('a server that is away is said, and what is known without it stays', async () => {
    const plan = planOf({ repositories: [PROJECT], team: 'freezer', server: 'http://127.0.0.1:9/' });
    const steps = plan.steps.map((step) => (step.id === 'end-gating' ? { ...step, change: 1 } : step));
    const status = await api.status({ ...plan, steps });
    assert.match(status.problem ?? '', /^127\.0\.0\.1:9 cannot be reached/);
    assert.equal(status.next, 'announce');
  });
});
