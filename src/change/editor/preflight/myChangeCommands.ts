import * as vscode from 'vscode';
import type * as api from '../../../api';
import { registerCommand } from '../../../base/editor/commands';
import { showQuickPick } from '../../../base/editor/quickInput';
import { setStatusBarMessage } from '../../../base/editor/statusItems';
import { UserError } from '../../../base/errors';
import type { Log } from '../../../base/log';
import { prepareAmend } from '../../commits/chainEdits';
import { addTrailers } from '../../message/addTrailers';
import { addressOf } from '../../message/changeLookup';
import { commentMark } from '../../message/commentMark';
import { readMyChange } from '../../preflight/readMyChange';
import type { PlannedCommit } from '../../push/pushPlan';
import { readTarget } from '../../repository/readTarget';
import { makeWithConsent } from '../commits/prepared';
import type { Composer } from '../draft/composer';
import type { MessageServices } from '../message/openMessage';
import { pickRepository } from '../message/pickRepository';
import { PUSH_ACTIONS } from '../push/pushActions';
import { openChange } from '../server/openChange';
import { pickChange } from '../server/pickChange';
import type { Row } from './myChangeItems';
import type { MyChangeModel } from './myChangeModel';
import { needed, testsOf } from './otherChecks';
import { preflightAndTell } from './preflightCommand';

export interface MyChangeCommandParts {
  readonly log: Log;
  readonly services: MessageServices;
  readonly model: MyChangeModel;
  readonly composer: Composer;
  readonly push: (root: string) => Promise<void>;
  readonly testing: Pick<api.TestingApi, 'ready' | 'testsOf' | 'run'> | undefined;
}

export function registerMyChangeCommands(parts: MyChangeCommandParts): vscode.Disposable {
  const { log, services, model, composer, push, testing } = parts;
  const register = (id: string, run: (root: string, row: Row | undefined) => unknown): vscode.Disposable =>
    registerCommand(
      log,
      id,
      async (given?: unknown) => {
        const row = rowOf(given);
        const root = row ? rootOf(row) : await pickRepository(services, given);
        if (root !== undefined) await run(root, row);
      },
      PUSH_ACTIONS,
    );
  return vscode.Disposable.from(
    registerCommand(log, 'openstackContributor.change.refresh', () => {
      model.forgetServers();
      return model.refresh();
    }),
    register('openstackContributor.change.push', (root) => push(root)),
    register('openstackContributor.change.preflight', (root) => preflightAndTell(root, model, push)),
    register('openstackContributor.change.reword', async (root, row) => {
      const chosen = await commitOf(root, row, 'Which Commit Gets Another Message?');
      if (chosen) await openMessage(root, chosen, composer);
    }),
    register('openstackContributor.change.amendCommit', async (root, row) => {
      const chosen = await commitOf(root, row, 'Which Commit Gets What Is Staged?');
      if (chosen?.isHead) {
        await composer.open(root, 'amend');
      } else if (chosen) {
        await makeWithConsent(
          root,
          async (git) => prepareAmend(git, chosen.commit, await readTarget(git)),
          'Amend',
          log,
        );
      }
    }),
    register('openstackContributor.change.addNeededBy', (root, row) => addNeededBy(root, row, composer, services)),
    register('openstackContributor.change.runAffectedTests', (root) =>
      runAffectedTests(root, model, needed(testing, 'Running tests')),
    ),
    register('openstackContributor.change.openInGerrit', async (root, row) =>
      openChange(await changeOf(root, row, model)),
    ),
    register('openstackContributor.change.copyDependsOn', async (root, row) => {
      const { url } = await changeOf(root, row, model);
      await vscode.env.clipboard.writeText(`Depends-On: ${url}`);
      setStatusBarMessage('Copied; paste it into the message of the change that has to wait', 6000);
    }),
  );
}

const rowOf = (given: unknown): Row | undefined =>
  typeof given === 'object' && given !== null && 'kind' in given ? (given as Row) : undefined;

const rootOf = (row: Row): string | undefined => ('of' in row ? row.of.root : undefined);

interface ChosenCommit {
  readonly commit: PlannedCommit;
  readonly isHead: boolean;
}

/** The message of a commit in the composer; that of HEAD when none is given. */
const openMessage = (root: string, chosen: ChosenCommit | undefined, composer: Composer): Promise<vscode.TextEditor> =>
  chosen && !chosen.isHead ? composer.open(root, 'reword', chosen.commit.commit) : composer.open(root, 'amend');

/** The commit of a row, else the one the person picks where there are several. Throws UserError `nothing-to-amend`. */
async function commitOf(root: string, row: Row | undefined, title: string): Promise<ChosenCommit | undefined> {
  if (row?.kind === 'commit') return row;
  // What the view knows may be a moment old, such as the commits in the middle of a rebase.
  const {
    commits: [head, ...below],
  } = await readMyChange(root);
  if (!head) throw new UserError('nothing-to-amend', 'There is no commit of yours that waits for a push.');
  if (below.length === 0) return { commit: head, isHead: true };
  const items = [head, ...below].map((commit) => ({
    label: commit.subject,
    description: commit.commit.slice(0, 8),
    commit,
    isHead: commit === head,
  }));
  return showQuickPick(items, { title, placeHolder: 'Newest first' });
}

/** The change that Gerrit has of a row's commit, or of HEAD. Throws UserError `not-pushed`. */
async function changeOf(root: string, row: Row | undefined, model: MyChangeModel) {
  await model.start();
  const commit = row?.kind === 'commit' ? row.commit : model.of(root)?.change?.commits[0];
  if (commit?.change) return commit.change;
  throw new UserError(
    'not-pushed',
    'Gerrit does not have this commit yet, so it has no number. Push it for review first.',
  );
}

/** Opens the message of the row's commit, else of HEAD, with the trailer in it; committing is left to the person. */
async function addNeededBy(
  root: string,
  row: Row | undefined,
  composer: Composer,
  services: MessageServices,
): Promise<void> {
  const facts = await services.repositories.facts(root);
  const change = await pickChange(
    {
      title: 'Needed-By',
      placeholder: 'Which change waits for this one? Type a number, or words of its subject.',
      of: (found) => found,
    },
    facts,
    services.lookup,
  );
  if (!change) return;
  const { document } = await openMessage(root, row?.kind === 'commit' ? row : undefined, composer);
  const comment = commentMark(facts.config, document.getText());
  const text = addTrailers(document.getText(), [`Needed-By: ${addressOf(facts.server, change)}`], { comment });
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), text);
  await vscode.workspace.applyEdit(edit);
}

async function runAffectedTests(
  root: string,
  model: MyChangeModel,
  testing: NonNullable<MyChangeCommandParts['testing']>,
): Promise<void> {
  await Promise.all([model.start(), testing.ready()]);
  const modules = testsOf(testing, model.of(root)?.change?.files ?? []);
  if (modules.length === 0) {
    throw new UserError(
      'no-tests',
      'No test module belongs to the files of the change, by their paths, names and imports.',
    );
  }
  await testing.run(modules);
}
