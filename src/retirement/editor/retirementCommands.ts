import * as vscode from 'vscode';
import { type ErrorAction, registerCommand } from '../../base/editor/commands';
import { notify } from '../../base/editor/notifications';
import { showInputBox, showQuickPick } from '../../base/editor/quickInput';
import { setStatusBarMessage } from '../../base/editor/statusItems';
import { UserError } from '../../base/errors';
import type { Log } from '../../base/log';
import { dayOf } from '../../base/words';
import {
  ANNOUNCEMENT_ADDRESS,
  abandonMessage,
  announcement,
  openPlaceholders,
  stepTitle,
  stepWords,
} from '../messages';
import type { Plan, PlanStep, ReferenceDecision } from '../plan';
import type { CloneBook } from './cloneBook';
import type { OpenChanges } from './openChanges';
import type { ReferenceWork } from './referenceWork';
import type { Row } from './retirementItems';
import { type RetirementModel, recordOf, recordOfChange, type ShownPlan } from './retirementModel';
import { startRetirement, type Team } from './startCommand';
import type { StepWork } from './stepWork';

export interface CommandParts {
  readonly log: Log;
  readonly model: RetirementModel;
  readonly work: StepWork;
  readonly references: ReferenceWork;
  readonly openChanges: OpenChanges;
  readonly clones: CloneBook;
  /** Asks the servers and looks into the clones. */
  readonly refresh: (now: boolean) => Promise<void>;
  /** Teams of governance, where a clone of it is at hand. */
  readonly teams: () => Promise<readonly Team[]>;
  /** Folder of the pages that explain. */
  readonly pages: vscode.Uri;
}

/** What follows `openstackContributor.retirement.` */
type CommandName =
  | 'start'
  | 'open'
  | 'overview'
  | 'refresh'
  | 'openPlan'
  | 'forget'
  | 'addNeededBy'
  | 'showOpenChanges'
  | 'abandonChanges'
  | 'prepare'
  | 'showEdits'
  | 'apply'
  | 'lint'
  | 'compose'
  | 'markDone'
  | 'skip'
  | 'reopen'
  | 'acceptPatchSet'
  | 'recordChange'
  | 'explain'
  | 'openChange'
  | 'openClone'
  | 'chooseClone'
  | 'copyAnnouncement'
  | 'findReferences'
  | 'checkMirror'
  | 'decideRemove'
  | 'decideKeep'
  | 'decideLater'
  | 'openReference'
  | 'copyAbandonMessage';

interface Chosen {
  readonly shown: ShownPlan;
  readonly plan: Plan;
  readonly step: PlanStep;
}

const ACTIONS: Readonly<Record<string, ErrorAction>> = {
  'not-prepared': { title: 'Prepare Step', command: 'openstackContributor.retirement.prepare' },
  'no-rules': { title: 'Explain Step', command: 'openstackContributor.retirement.explain' },
};

export function registerRetirementCommands(parts: CommandParts): vscode.Disposable {
  const { log, model, work, clones, references, openChanges } = parts;
  const register = (name: CommandName, run: (given: unknown) => unknown): vscode.Disposable =>
    registerCommand(log, `openstackContributor.retirement.${name}`, run, ACTIONS);
  const forStep = (name: CommandName, run: (chosen: Chosen) => unknown): vscode.Disposable =>
    register(name, async (given) => {
      const chosen = await stepOfArgument(model, given);
      if (chosen) await run(chosen);
    });
  const forPlan = (name: CommandName, run: (file: string) => unknown): vscode.Disposable =>
    register(name, async (given) => {
      const file = await planOfArgument(model, given);
      if (file !== undefined) await run(file);
    });
  return vscode.Disposable.from(
    register('start', async () => {
      const file = await startRetirement(await parts.teams());
      if (file !== undefined) await show(parts, file);
    }),
    register('open', async (given) => {
      const file = given instanceof vscode.Uri ? given : (activePlan() ?? (await browse()));
      if (file) await show(parts, file.fsPath);
    }),
    register('overview', () =>
      vscode.commands.executeCommand('markdown.showPreview', vscode.Uri.joinPath(parts.pages, 'overview.md')),
    ),
    register('refresh', () => parts.refresh(true)),
    forPlan('openPlan', (file) => vscode.commands.executeCommand('vscode.open', vscode.Uri.file(file))),
    forPlan('forget', (file) => model.remove(file)),
    forPlan('addNeededBy', (file) => work.addNeededBy(file)),
    forStep('showOpenChanges', ({ plan }) => openChanges.show(plan)),
    forPlan('abandonChanges', (file) => openChanges.abandon(file)),
    forStep('prepare', ({ shown, step }) => work.prepare(shown.file, step.id)),
    forStep('showEdits', ({ shown, step }) => work.show(shown.file, step.id)),
    forStep('apply', ({ shown, step }) => work.apply(shown.file, step.id)),
    forStep('lint', ({ shown, step }) => work.lint(shown.file, step.id)),
    forStep('compose', ({ shown, step }) => work.compose(shown.file, step.id)),
    forStep('markDone', (chosen) => close(model, chosen, 'done')),
    forStep('skip', (chosen) => close(model, chosen, 'skipped')),
    forStep('reopen', async ({ shown, step }) => {
      if (step.closed) await model.update(shown.file, { kind: 'reopen', step: step.id, was: step.closed });
    }),
    forStep('acceptPatchSet', (chosen) => acceptPatchSet(model, chosen)),
    forStep('recordChange', (chosen) => recordChange(model, chosen)),
    forStep('explain', ({ plan, step }) => {
      const page = vscode.Uri.joinPath(parts.pages, `${stepWords(plan, step).page}.md`);
      return vscode.commands.executeCommand('markdown.showPreview', page);
    }),
    forStep('openChange', ({ shown, step }) => openChange(shown, step)),
    forStep('openClone', async ({ plan, step }) => {
      const clone = step.repo === undefined ? undefined : await clones.get(step.repo, plan.server);
      if (clone) await vscode.commands.executeCommand('vscode.openFolder', vscode.Uri.file(clone.root), true);
    }),
    forStep('chooseClone', async ({ plan, step }) => {
      if (step.repo !== undefined) await clones.choose(step.repo, plan.server);
    }),
    forStep('copyAnnouncement', ({ plan }) => copyAnnouncement(plan)),
    forStep('findReferences', ({ shown, plan, step }) => references.find(shown.file, plan, step)),
    forStep('checkMirror', ({ plan }) => references.showMirrors(plan)),
    register('decideRemove', (given) => decide(parts, given, 'remove')),
    register('decideKeep', (given) => decide(parts, given, 'keep')),
    register('decideLater', (given) => decide(parts, given, 'later')),
    register('openReference', async (given) => {
      const row = referenceOf(given);
      if (row) await references.open(row.reference);
    }),
    forStep('copyAbandonMessage', async ({ plan }) => {
      await vscode.env.clipboard.writeText(abandonMessage(plan));
      setStatusBarMessage('Copied the message for open changes', 6000);
    }),
  );
}

async function show({ model, refresh }: CommandParts, file: string): Promise<void> {
  await model.add(file);
  await vscode.commands.executeCommand('openstackContributor.retirement.focus');
  await refresh(false);
}

/** The plan that the active editor shows. */
function activePlan(): vscode.Uri | undefined {
  const uri = vscode.window.activeTextEditor?.document.uri;
  return uri?.scheme === 'file' && /\.retirement\.(?:ya?ml|json)$/.test(uri.path) ? uri : undefined;
}

async function browse(): Promise<vscode.Uri | undefined> {
  const [file] = (await vscode.window.showOpenDialog({
    title: 'Open Retirement Plan',
    filters: { Plan: ['yaml', 'yml', 'json'] },
  })) ?? [undefined];
  return file;
}

/** A row of the view, what a button hands on, or what the person picks: the next step first. */
async function stepOfArgument(model: RetirementModel, given: unknown): Promise<Chosen | undefined> {
  await model.start();
  const place = placeOf(given);
  const wanted = place?.id;
  const file = place?.file ?? (await planOfArgument(model, undefined));
  const shown = file === undefined ? undefined : model.get(file);
  if (!shown?.plan) return undefined;
  const { plan, status } = shown;
  const step = wanted === undefined ? undefined : plan.steps.find(({ id }) => id === wanted);
  if (step) return { shown, plan, step };
  const stateOf = (id: string) => status?.steps.find((each) => each.id === id);
  const sorted = [...plan.steps].sort((a, b) => Number(b.id === status?.next) - Number(a.id === status?.next));
  const picked = await showQuickPick(
    sorted.map((each) => ({
      label: stepTitle(plan, each),
      description: stateOf(each.id)?.words ?? '',
      step: each,
    })),
    { title: 'Which Step?' },
  );
  return picked && { shown, plan, step: picked.step };
}

async function decide(
  { model, references }: CommandParts,
  given: unknown,
  decision: ReferenceDecision['decision'],
): Promise<void> {
  const row = referenceOf(given);
  const step = row && model.get(row.of.file)?.plan?.steps.find(({ id }) => id === row.step.id);
  if (row && step) await references.decide(row.of.file, step, row.reference, decision);
}

const referenceOf = (given: unknown): Extract<Row, { kind: 'reference' }> | undefined =>
  typeof given === 'object' && given !== null && 'kind' in given && given.kind === 'reference'
    ? (given as Extract<Row, { kind: 'reference' }>)
    : undefined;

function placeOf(given: unknown): { readonly file: string; readonly id?: string } | undefined {
  if (typeof given !== 'object' || given === null) return undefined;
  if ('kind' in given) {
    const row = given as Row;
    if (row.kind === 'step') return { file: row.of.file, id: row.step.id };
    return row.kind === 'plan' ? { file: row.of.file } : undefined;
  }
  if ('file' in given && typeof given.file === 'string') {
    return { file: given.file, ...('id' in given && typeof given.id === 'string' ? { id: given.id } : {}) };
  }
  return undefined;
}

async function planOfArgument(model: RetirementModel, given: unknown): Promise<string | undefined> {
  await model.start();
  const place = placeOf(given);
  if (place) return place.file;
  const plans = model.all() ?? [];
  if (plans.length === 0) {
    throw new UserError('no-plan', 'No plan is open. Start one with Retire a Project, or open one.');
  }
  if (plans.length === 1) return plans[0]?.file;
  const picked = await showQuickPick(
    plans.map(({ file, plan }) => ({ label: plan?.topic ?? file, description: file, file })),
    { title: 'Which Retirement?' },
  );
  return picked?.file;
}

async function close(model: RetirementModel, { shown, plan, step }: Chosen, as: 'done' | 'skipped'): Promise<void> {
  const title = as === 'done' ? 'Mark as Done' : 'Skip';
  const reason = await showInputBox({
    title: `${title}: ${stepTitle(plan, step)}`,
    prompt: 'Why? The plan keeps it for those who come after.',
    ignoreFocusOut: true,
    validateInput: (typed) => (typed.trim() === '' ? 'A reason is needed.' : undefined),
  });
  if (reason === undefined) return;
  const closed = { as, reason: reason.trim(), on: dayOf(new Date()) };
  await model.update(shown.file, { kind: 'close', step: step.id, closed });
}

/** A newer patch set of somebody else becomes the one that the plan goes by. */
async function acceptPatchSet(model: RetirementModel, { shown, step }: Chosen): Promise<void> {
  const change = shown.status?.steps.find(({ id }) => id === step.id)?.change;
  if (change) await model.update(shown.file, recordOfChange(step, change));
}

/** A change that was pushed without this extension. */
async function recordChange(model: RetirementModel, { shown, plan, step }: Chosen): Promise<void> {
  const typed = await showInputBox({
    title: `Change of: ${stepTitle(plan, step)}`,
    prompt: 'Number or address of the change on Gerrit',
    ignoreFocusOut: true,
    validateInput: (value) => (/(?:^|\/)\d+\/?$/.test(value.trim()) ? undefined : 'Type the number of a change.'),
  });
  const number = Number(/(\d+)\/?$/.exec(typed?.trim() ?? '')?.[1] ?? NaN);
  if (!Number.isSafeInteger(number)) return;
  const set = { change: number, changeId: undefined, patchSet: undefined, commit: undefined };
  await model.update(shown.file, recordOf(step, set));
  await model.refresh(true);
}

async function openChange(shown: ShownPlan, step: PlanStep): Promise<void> {
  const change = shown.status?.steps.find(({ id }) => id === step.id)?.change;
  const url = change ? `${shown.plan?.server ?? ''}${change.number}` : undefined;
  if (url) await vscode.env.openExternal(vscode.Uri.parse(url, true));
}

/** The mail as a document: it has places for the person to fill in. */
async function copyAnnouncement(plan: Plan): Promise<void> {
  const { subject, body } = announcement(plan);
  const document = await vscode.workspace.openTextDocument({
    content: `Subject: ${subject}\n\n${body}`,
    language: 'plaintext',
  });
  await vscode.window.showTextDocument(document, { preview: false });
  await vscode.env.clipboard.writeText(body);
  const left = openPlaceholders(body).length;
  const words = left > 0 ? ` Fill in the ${left} places in <<< >>> before you send it.` : '';
  void notify('information', `The text is on the clipboard, for ${ANNOUNCEMENT_ADDRESS}.${words}`);
}
