import { join } from 'node:path';
import * as vscode from 'vscode';
import type { RetirementApi } from '../../api';
import { showError } from '../../base/editor/commands';
import { notify } from '../../base/editor/notifications';
import { DisposableStore } from '../../base/emitter';
import { messageOf } from '../../base/errors';
import type { Log } from '../../base/log';
import type { ChangeDoor } from '../../change/editor';
import type { FindMirror } from '../../github/editor';
import { folderTree } from '../clones';
import { governanceTeams } from '../edits';
import { planTitle, stepTitle } from '../messages';
import { LastKnownChanges } from '../status/lastKnown';
import { type Reminded, reminderOf } from '../status/reminder';
import { CloneBook } from './cloneBook';
import { CloneChecks } from './cloneChecks';
import { EditPreview } from './editPreview';
import { OpenChanges } from './openChanges';
import { registerPlanLanguage } from './planLanguage';
import { ReferenceWork } from './referenceWork';
import { retirementApi } from './retirementApi';
import { registerRetirementCommands } from './retirementCommands';
import { RetirementModel } from './retirementModel';
import { RetirementView } from './retirementView';
import { ShownPlans } from './shownPlans';
import type { Team } from './startCommand';
import { StepWork } from './stepWork';

const REMINDED = 'retirement.reminded';
/** Long after the window opened, when its own work is done. */
const FIRST_REMINDER_MS = 60_000;

export interface RetirementParts {
  readonly change: ChangeDoor;
  readonly mirror: FindMirror;
}

/** Builds the feature: the view, its commands, and help with the plan's file. Nothing is read before somebody looks. */
export function activateRetirement(
  context: vscode.ExtensionContext,
  log: Log,
  { change, mirror }: RetirementParts,
): vscode.Disposable & { readonly api: RetirementApi } {
  const store = new DisposableStore();
  const storage = context.globalStorageUri.fsPath;
  const clones = new CloneBook(context.globalState);
  const model = store.add(
    new RetirementModel({
      log,
      shown: new ShownPlans(context.globalState),
      servers: change.servers,
      lastKnown: new LastKnownChanges(join(storage, 'retirement', 'changes')),
      locks: join(storage, 'retirement', 'locks'),
    }),
  );
  const preview = store.add(new EditPreview());
  const work = new StepWork({ log, model, clones, preview, change });
  const checks = new CloneChecks({ log, model, clones, change });
  const refresh = async (now: boolean): Promise<void> => {
    await model.refresh(now);
    if (await checks.look(now)) await model.refresh(true);
  };
  const view = store.add(new RetirementView(model, () => refresh(false), log));
  const references = new ReferenceWork({ log, model, clones, mirror, reveal: (...place) => view.reveal(...place) });
  store.add(registerPlanLanguage());
  store.add(
    registerRetirementCommands({
      log,
      model,
      work,
      references,
      refresh,
      openChanges: new OpenChanges({ model, clones, change }),
      clones,
      teams: () => knownTeams(clones, log),
      pages: vscode.Uri.joinPath(context.extensionUri, 'media', 'retirement'),
    }),
  );
  store.add(change.onDidCommit((done) => void work.committed(done).catch((error: unknown) => showError(error))));
  store.add(change.onDidPush((done) => void work.pushed(done).catch((error: unknown) => showError(error))));
  store.add(remindDaily(model, () => view.isSeen, context.globalState, log));
  return { dispose: () => store.dispose(), api: retirementApi(change.servers) };
}

async function knownTeams(clones: CloneBook, log: Log): Promise<readonly Team[]> {
  try {
    const clone = await clones.known('openstack/governance');
    const text = clone && (await folderTree(clone.root).read('reference/projects.yaml'));
    return text === undefined ? [] : governanceTeams(text);
  } catch (error) {
    log.info(`The teams of governance are not known: ${messageOf(error)}`);
    return [];
  }
}

/** At most once a day, for plans that this person has in the view, and not while they look at it. */
function remindDaily(
  model: RetirementModel,
  isSeen: () => boolean,
  memory: vscode.Memento,
  log: Log,
): vscode.Disposable {
  const remind = async (): Promise<void> => {
    if (isSeen()) return;
    await model.start();
    if ((model.all() ?? []).length === 0) return;
    await model.refresh();
    const plans = (model.all() ?? []).flatMap(({ file, plan, status }) => {
      const next = plan?.steps.find(({ id }) => id === status?.next);
      return plan && status && next ? [{ file, title: planTitle(plan), status, next: stepTitle(plan, next) }] : [];
    });
    const reminder = reminderOf(plans, memory.get<Reminded>(REMINDED, {}), new Date());
    if (!reminder) return;
    await memory.update(REMINDED, reminder.reminded);
    const show = 'Show Retirement';
    if ((await notify('information', reminder.text, show)) === show) {
      await vscode.commands.executeCommand('openstackContributor.retirement.focus');
    }
  };
  const safely = (): void => void remind().catch((error: unknown) => log.error(`Reminder: ${messageOf(error)}`));
  const first = setTimeout(safely, FIRST_REMINDER_MS);
  const later = setInterval(safely, 60 * FIRST_REMINDER_MS);
  return {
    dispose() {
      clearTimeout(first);
      clearInterval(later);
    },
  };
}
