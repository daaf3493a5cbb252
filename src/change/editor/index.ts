import { tmpdir } from 'node:os';
import * as vscode from 'vscode';
import type { ChangeApi } from '../../api';
import { setting } from '../../base/editor/settings';
import { DisposableStore, Emitter } from '../../base/emitter';
import { messageOf } from '../../base/errors';
import type { Log } from '../../base/log';
import { Servers } from '../../gerrit';
import { diskFiles } from '../../project/files';
import { Drafts } from '../draft/drafts';
import type { Person } from '../message/signOff';
import type { DescribePullRequest } from '../preflight/commitChecks';
import { AccountAddresses } from '../server/accountAddresses';
import { sweepAskpassFolders } from '../server/askpass/askpassFolders';
import { GerritLookup } from '../server/gerritLookup';
import { changeApi } from './changeApi';
import { registerChangeCommands } from './changeCommands';
import type { ChangeDoor, CommittedIn } from './changeDoor';
import { MissingChangeIds } from './commits/missingChangeId';
import { Composer } from './draft/composer';
import { registerCompletions } from './message/completions';
import { MessageDiagnostics } from './message/diagnostics';
import { registerHovers } from './message/hovers';
import { MessageDocuments } from './message/messageDocuments';
import type { MessageServices } from './message/openMessage';
import { registerQuickFixes } from './message/quickFixes';
import type { OtherFeatures } from './preflight/otherChecks';
import { Repositories } from './repository/repositories';
import { activateReview } from './review';
import { Credentials } from './server/credentials';

export type { ChangeDoor, CommittedIn, Pushed } from './changeDoor';

/** What other features bring to this one. */
export interface ChangeParts extends OtherFeatures {
  readonly describePullRequest?: DescribePullRequest;
}

/** Builds the feature: help where messages are typed, the composer, My Change and pushes. Nothing is read before activation is over. */
export function activateChange(
  context: vscode.ExtensionContext,
  log: Log,
  { describePullRequest, ...others }: ChangeParts = {},
): vscode.Disposable & { readonly api: ChangeApi; readonly door: ChangeDoor } {
  const store = new DisposableStore();
  const drafts = new Drafts((context.storageUri ?? context.globalStorageUri).fsPath, diskFiles);
  const repositories = store.add(new Repositories(log));
  const credentials = new Credentials(context.secrets, context.extensionPath);
  void sweepAskpassFolders(tmpdir()).then(
    (removed) => removed.length > 0 && log.info(`Removed what pushes of ended windows left: ${removed.join(', ')}`),
    (error: unknown) => log.info(`${tmpdir()} was not tidied up: ${messageOf(error)}`),
  );
  const servers = store.add(new Servers({ log }));
  const addresses = new AccountAddresses((webUrl, root) => credentials.kept(webUrl, root), servers, log);
  const lookup = new GerritLookup(log, servers, addresses, () => vscode.workspace.isTrusted);
  const services: MessageServices = { documents: new MessageDocuments(drafts), repositories, lookup };
  const diagnostics = store.add(new MessageDiagnostics(services, log));
  const composer = store.add(new Composer(drafts, repositories, lookup));
  store.add(registerQuickFixes(diagnostics));
  store.add(registerHovers(services, describePullRequest));
  store.add(registerCompletions(services));
  store.add(new MissingChangeIds(services, log));
  const review = store.add(
    activateReview({ context, log, services, composer, others, describePullRequest, credentials, servers, addresses }),
  );
  const committed = store.add(new Emitter<CommittedIn>());
  const onCommitted = (done: CommittedIn): void => committed.fire(done);
  store.add(registerChangeCommands({ log, services, composer, push: review.push, onCommitted }));
  return {
    dispose: () => store.dispose(),
    api: { ...changeApi(() => signer(repositories)), ...review.api },
    door: {
      servers,
      compose: async (root, message) => (await composer.openWith(root, message)) !== undefined,
      freshBranch: review.freshBranch,
      async asPerson(webUrl, root) {
        const found = await credentials.ask(webUrl, root);
        return found && servers.of(webUrl).client.as(found);
      },
      onDidCommit: committed.event,
      onDidPush: review.onDidPush,
    },
  };
}

/** Who commits in the first folder, where a sign-off may be added. */
function signer(repositories: Repositories): Person | undefined {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  if (!folder || setting('change.signOff', folder) === 'notRequired') return undefined;
  return repositories.known(folder.fsPath)?.committer;
}
