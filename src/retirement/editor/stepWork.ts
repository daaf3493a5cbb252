import * as vscode from 'vscode';
import { cancellable } from '../../base/editor/cancellation';
import { notify, showDialog } from '../../base/editor/notifications';
import { setting } from '../../base/editor/settings';
import { requireTrust } from '../../base/editor/trust';
import { UserError } from '../../base/errors';
import { openRepository } from '../../base/git';
import type { Log } from '../../base/log';
import { dayOf, plural } from '../../base/words';
import type { ChangeDoor, CommittedIn, Pushed } from '../../change/editor';
import type { Server } from '../../gerrit';
import { changeIdOf, commitTree, looseFiles, stepBranchName, writeStep } from '../clones';
import { type Note, prepareEdits } from '../edits';
import { judgesOf, runJudges } from '../judges';
import { neededByToAdd, stepMessage, stepTitle } from '../messages';
import type { Plan, PlanStep } from '../plan';
import { openWork, openWorkWords } from '../status/openWork';
import { askQuestions } from './askQuestions';
import type { CloneBook } from './cloneBook';
import { stepCheckedOut } from './cloneChecks';
import type { EditPreview } from './editPreview';
import {
  type PreparedStep,
  type RetirementModel,
  recordOf,
  recordOfChange,
  type ShownPlan,
  stepOf,
} from './retirementModel';
import { editStepOf, inputOf } from './stepInput';

const APPLY = 'Apply';
const LINT = 'Run Linters';
const DONE = 'Mark as Done';
const ADD = 'Add Needed-By';

export interface StepWorkParts {
  readonly log: Log;
  readonly model: RetirementModel;
  readonly clones: CloneBook;
  readonly preview: EditPreview;
  readonly change: ChangeDoor;
}

/** The way of a step from its edits to its change. */
export class StepWork {
  constructor(private readonly parts: StepWorkParts) {}

  /**
   * Shows what the step would change in a clone, before anything is written. Asks what only a person can decide.
   * @throws UserError `untrusted`, `not-due`, `no-rules`; as the rules, the clone and git throw
   */
  async prepare(file: string, id: string): Promise<void> {
    requireTrust('Preparing a step');
    const { shown, plan, step } = this.place(file, id);
    assertDue(shown, step);
    const { repo } = step;
    const kind = editStepOf(step);
    if (kind === undefined || repo === undefined) throw noRules(plan, step);
    const clone = await this.parts.clones.get(repo, plan.server);
    if (!clone) return;
    const fetched = await this.parts.change.freshBranch(clone.root);
    if (!fetched) return;
    const tree = commitTree(await openRepository(clone.root), fetched.commit);
    for (;;) {
      const { plan: now, step: asDecided } = this.place(file, id);
      const prepared = await prepareEdits(inputOf(now, asDecided, kind), tree);
      if (prepared.questions.length > 0) {
        const params = await askQuestions(prepared.questions, file);
        if (!params) return;
        const all = { ...asDecided.params, ...params };
        await this.parts.model.update(file, { kind: 'params', step: id, params: all, was: asDecided.params });
        continue;
      }
      const { edits } = prepared;
      const before = await this.notesBefore(now, asDecided, clone.root, fetched.branch);
      const notes = [...before, ...prepared.notes];
      this.parts.model.setPrepared(file, id, {
        root: clone.root,
        base: fetched.commit,
        target: fetched.branch,
        edits,
        notes,
        tree,
        branch: undefined,
        verdicts: undefined,
      });
      await (edits.length === 0 ? this.offerDone(file, id, repo) : this.offer(file, id));
      return;
    }
  }

  /** Shows the edits again. */
  async show(file: string, id: string): Promise<void> {
    const { plan, step } = this.place(file, id);
    const { edits, tree } = this.prepared(file, id);
    await this.parts.preview.show(previewId(file, id), `${stepTitle(plan, step)} (${step.repo ?? ''})`, edits, tree);
  }

  /** Writes the edits to a branch of their own, stages them, and opens the message. Throws as `writeStep`. */
  async apply(file: string, id: string): Promise<void> {
    requireTrust('Writing the edits');
    const { shown, plan, step } = this.place(file, id);
    assertDue(shown, step);
    const prepared = this.prepared(file, id);
    const branch = stepBranchName(plan.topic, id);
    await cancellable(`Writing ${plural(prepared.edits.length, 'file')} to ${branch}`, (signal) =>
      writeStep(prepared.root, { branch, base: prepared.base, edits: prepared.edits, signal }),
    );
    this.parts.log.info(`Wrote ${prepared.edits.length} files of ${step.repo ?? ''} to ${branch} in ${prepared.root}`);
    this.parts.model.setPrepared(file, id, { ...prepared, branch });
    await this.compose(file, id);
    void this.offerLinters(file, id);
  }

  /** Opens the message of the step's change in the composer; the person commits and pushes from there. */
  async compose(file: string, id: string): Promise<void> {
    const { plan, step } = this.place(file, id);
    const prepared = this.prepared(file, id);
    await this.parts.change.compose(prepared.root, stepMessage(plan, step, changesOf(plan)));
  }

  /** The repository's own linters, on the files as they are written now; their output is a document. */
  async lint(file: string, id: string): Promise<void> {
    requireTrust("Running the repository's linters");
    const { step } = this.place(file, id);
    const prepared = this.prepared(file, id);
    if (prepared.branch === undefined) throw new UserError('not-written', 'Apply the edits first: linters read files.');
    const paths = prepared.edits.map(({ path }) => path);
    const judges = judgesOf(step.repo ?? '', prepared.root, paths);
    if (judges.length === 0) {
      void notify('information', `${step.repo ?? 'The repository'} has no linters that can run here.`);
      return;
    }
    const verdicts = await cancellable(`Running ${plural(judges.length, 'linter')}`, (signal) =>
      runJudges(prepared.root, judges, pythonOfLinters(), signal),
    );
    this.parts.model.setPrepared(file, id, { ...prepared, verdicts });
    const content = verdicts
      .map(
        ({ name, outcome, output, seconds }) => `${name}: ${outcome} (${seconds.toFixed(1)} s)\n\n${output.trim()}\n`,
      )
      .join('\n');
    const document = await vscode.workspace.openTextDocument({ content, language: 'log' });
    await vscode.window.showTextDocument(document, { preview: true });
  }

  /** A commit on the branch of a step: its Change-Id is the step's from now on, before the server knows it. */
  async committed({ root, commit }: CommittedIn): Promise<void> {
    const found = await stepCheckedOut(this.parts.model, root);
    if (!found) return;
    const repository = await openRepository(root);
    const changeId = changeIdOf(await repository.run(['log', '--max-count=1', '--format=%B', commit, '--']));
    if (changeId) await this.parts.model.update(found.file, recordOf(found.step, { changeId, commit }));
  }

  /** What the server took of a push is written into the plan. */
  async pushed({ root, result }: Pushed): Promise<void> {
    if (result.outcome !== 'accepted') return;
    const found = await stepCheckedOut(this.parts.model, root);
    const change = result.changes.at(-1);
    if (!found || !change) return;
    const { number, patchSet, commit, changeId } = change;
    const set = {
      change: number,
      ...(patchSet === undefined ? {} : { patchSet }),
      ...(commit === undefined ? {} : { commit }),
      ...(changeId === undefined ? {} : { changeId }),
    };
    await this.parts.model.update(found.file, recordOf(found.step, set));
    this.parts.model.setPrepared(found.file, found.step.id, undefined);
    this.parts.preview.dropReasons(previewId(found.file, found.step.id));
    await this.parts.model.refresh(true);
  }

  /** What a person should know before the content goes. A server that does not tell is a note too. */
  private async notesBefore(plan: Plan, { step, repo = '' }: PlanStep, root: string, branch: string): Promise<Note[]> {
    if (step !== 'remove-content') return [];
    const loose = await looseFiles(await openRepository(root));
    const kept = loose.length === 0 ? [] : [{ path: root, text: looseWords(loose) }];
    try {
      const work = await openWork(this.parts.change.servers.of(plan.server), repo, branch);
      return [...openWorkWords(repo, work).map((text) => ({ path: repo, text })), ...kept];
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return [{ path: repo, text: `It is not known what is open there: ${error.message}` }, ...kept];
    }
  }

  /**
   * Adds Needed-By lines to earlier changes that are still open, for later ones that have numbers by now. Each is a new
   * patch set, so the person agrees first. Throws GerritError.
   */
  async addNeededBy(file: string): Promise<void> {
    requireTrust('Changing messages on the server');
    const plan = this.parts.model.get(file)?.plan;
    if (!plan) return;
    const server = this.parts.change.servers.of(plan.server);
    const known = await cancellable('Reading the messages of the changes', () => presentChanges(plan, server));
    const found = neededByToAdd(plan, changesOf(plan), new Map([...known].map(([id, { present }]) => [id, present])));
    const [first] = found;
    if (!first) {
      void notify('information', 'Every open change names the later changes that have a number.');
      return;
    }
    const detail = found
      .map(
        ({ step, message }) =>
          `${stepTitle(plan, step)}: change ${step.change ?? ''}\n${message.match(/^Needed-By:.*$/gm)?.join('\n') ?? ''}`,
      )
      .join('\n\n');
    const question = `Add Needed-By to ${plural(found.length, 'change')}? Each gets a new patch set.`;
    if ((await showDialog('information', question, detail, ADD)) !== ADD) return;
    const clone = await this.parts.clones.get(first.step.repo ?? '', plan.server);
    const client = clone && (await this.parts.change.asPerson(plan.server, clone.root));
    if (!client) return;
    for (const { step, message } of found) {
      if (step.change === undefined) continue;
      await client.setMessage(step.change, message);
      const change = await server.findChange({ number: step.change });
      await this.parts.model.update(file, recordOfChange(step, change));
    }
    await this.parts.model.refresh(true);
  }

  private async offer(file: string, id: string): Promise<void> {
    const { step } = this.place(file, id);
    const { edits, notes } = this.prepared(file, id);
    await this.show(file, id);
    const also = notes.length > 0 ? ` ${plural(notes.length, 'note')} in the view.` : '';
    const text = `${plural(edits.length, 'file')} of ${step.repo ?? ''} would change; nothing is written yet.${also}`;
    if ((await notify('information', text, APPLY)) === APPLY) {
      await vscode.commands.executeCommand('openstackContributor.retirement.apply', { file, id });
    }
  }

  private async offerDone(file: string, id: string, repo: string): Promise<void> {
    const text = `Nothing in ${repo} is left to change for this step.`;
    if ((await notify('information', text, DONE)) !== DONE) return;
    const closed = { as: 'done', reason: `Nothing was left to change in ${repo}`, on: dayOf(new Date()) } as const;
    await this.parts.model.update(file, { kind: 'close', step: id, closed });
  }

  private async offerLinters(file: string, id: string): Promise<void> {
    const { step } = this.place(file, id);
    const { root, edits, branch } = this.prepared(file, id);
    const judges = judgesOf(
      step.repo ?? '',
      root,
      edits.map(({ path }) => path),
    );
    if (judges.length === 0) return;
    const text = `Written to ${branch ?? ''} and staged. ${plural(judges.length, 'linter')} of the repository can judge it.`;
    if ((await notify('information', text, LINT)) === LINT) {
      await vscode.commands.executeCommand('openstackContributor.retirement.lint', { file, id });
    }
  }

  private place(file: string, id: string): { shown: ShownPlan; plan: Plan; step: PlanStep } {
    const shown = this.parts.model.get(file);
    const step = shown && stepOf(shown, id);
    if (!shown?.plan || !step) {
      throw new UserError('no-step', 'This step is not in the plan any more. Refresh the view.');
    }
    return { shown, plan: shown.plan, step };
  }

  private prepared(file: string, id: string): PreparedStep {
    const prepared = this.parts.model.preparedOf(file, id);
    if (!prepared) throw new UserError('not-prepared', 'Prepare the step first.');
    return prepared;
  }
}

/** A Python that has what the linters import; it is named by the person, never by a workspace. */
const pythonOfLinters = (): string => setting('retirement.python') || 'python3';

/** The changes that have a number, by the id of their step. */
const changesOf = (plan: Plan): Map<string, { readonly repo: string; readonly number: number }> =>
  new Map(
    plan.steps.flatMap(({ id, repo, change }) =>
      change === undefined || repo === undefined ? [] : [[id, { repo, number: change }] as const],
    ),
  );

/** The messages that the server has now. */
async function presentChanges(
  plan: Plan,
  server: Server,
): Promise<Map<string, { readonly present: { readonly isOpen: boolean; readonly message: string } }>> {
  const found = new Map<string, { present: { isOpen: boolean; message: string } }>();
  for (const { id, change: number } of plan.steps) {
    if (number === undefined) continue;
    const { status, current } = await server.findChange({ number });
    if (current?.message !== undefined) {
      found.set(id, { present: { isOpen: status === 'NEW', message: current.message } });
    }
  }
  return found;
}

/** A step that is not due is not prepared, so it cannot be pushed by accident. */
function assertDue({ plan, status }: ShownPlan, { id }: PlanStep): void {
  const found = status?.steps.find((step) => step.id === id);
  if (!found || !plan) {
    throw new UserError('not-due', 'It is not known yet whether this step is due. Refresh the view.');
  }
  if (found.state !== 'waiting') return;
  const [first] = found.waitsFor.map((other) => plan.steps.find((step) => step.id === other));
  const before = first ? stepTitle(plan, first) : 'another step';
  throw new UserError(
    'not-due',
    `This step waits for "${before}". Where that is over in another way, mark it as done with the reason.`,
  );
}

function noRules(plan: Plan, step: PlanStep): UserError {
  return new UserError('no-rules', `"${stepTitle(plan, step)}" has no edits to prepare. Its page says what to do.`);
}

const MOST_NAMED = 5;

function looseWords(names: readonly string[]): string {
  const more = names.length > MOST_NAMED ? ` and ${names.length - MOST_NAMED} more` : '';
  return `Not in git, so it stays in your clone and in no change: ${names.slice(0, MOST_NAMED).join(', ')}${more}`;
}

const previewId = (file: string, id: string): string => Buffer.from(`${file}#${id}`).toString('base64url');
