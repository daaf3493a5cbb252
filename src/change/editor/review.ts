import type * as vscode from 'vscode';
import type * as api from '../../api';
import { DisposableStore, Emitter, type Event } from '../../base/emitter';
import type { Log } from '../../base/log';
import type { Servers } from '../../gerrit';
import type { DescribePullRequest } from '../preflight/commitChecks';
import { OwnPushes } from '../push/ownPushes';
import type { AccountAddresses } from '../server/accountAddresses';
import type { PushForReview } from './changeCommands';
import type { ChangeDoor, Pushed } from './changeDoor';
import { registerDownloadCommands } from './download/downloadCommands';
import type { Composer } from './draft/composer';
import type { MessageServices } from './message/openMessage';
import { registerMyChangeCommands } from './preflight/myChangeCommands';
import { MyChangeModel } from './preflight/myChangeModel';
import { MyChangeView } from './preflight/myChangeView';
import type { OtherFeatures } from './preflight/otherChecks';
import { preflight } from './preflight/preflightCommand';
import { PushFixes } from './push/pushFixes';
import { ReviewPushes } from './push/pushForReview';
import { PushOutcomes } from './push/pushOutcome';
import { noticeMirrors } from './repository/mirrorNotice';
import { preflightResult, pushRequest, pushResult } from './reviewApi';
import type { Credentials } from './server/credentials';
import { registerSetUp } from './setUpCommand';

export interface ReviewParts {
  readonly context: vscode.ExtensionContext;
  readonly log: Log;
  readonly services: MessageServices;
  readonly composer: Composer;
  readonly others: OtherFeatures;
  readonly describePullRequest: DescribePullRequest | undefined;
  readonly credentials: Credentials;
  readonly servers: Servers;
  readonly addresses: AccountAddresses;
}

export interface Review extends vscode.Disposable {
  readonly push: PushForReview;
  readonly onDidPush: Event<Pushed>;
  readonly freshBranch: ChangeDoor['freshBranch'];
  readonly api: Pick<api.ChangeApi, 'push' | 'preflight'>;
}

/** All from the commit to the change on the server: My Change, its checks, pushes and downloads. */
export function activateReview({
  context,
  log,
  services,
  composer,
  others,
  describePullRequest,
  credentials,
  servers,
  addresses,
}: ReviewParts): Review {
  const store = new DisposableStore();
  const pushed = store.add(new Emitter<Pushed>());
  const ownPushes = new OwnPushes(context.workspaceState);
  const model = store.add(
    new MyChangeModel({
      log,
      services,
      others,
      servers,
      addresses,
      ownPushes,
      ...(describePullRequest ? { describePullRequest } : {}),
    }),
  );
  store.add(new MyChangeView(model, log));
  store.add(noticeMirrors(services.repositories, context.workspaceState));
  const fixes = new PushFixes({
    log,
    signIn: (...args) => credentials.begin(...args),
    accountEmails: async (...of) => (await addresses.of(...of))?.emails ?? [],
  });
  const pushes = new ReviewPushes({
    log,
    services,
    servers,
    credentials,
    ownPushes,
    outcomes: new PushOutcomes(fixes),
    onPushed(root, result) {
      model.forgetServers();
      void model.refresh();
      pushed.fire({ root, result: pushResult(result) });
    },
  });
  const push = (root: string): Promise<void> => pushes.push(root);

  store.add(registerMyChangeCommands({ log, services, model, composer, push, testing: others.testing }));
  store.add(registerDownloadCommands({ log, services, credentials, pushes }));
  store.add(registerSetUp({ log, services, credentials, pushes }));
  return {
    dispose: () => store.dispose(),
    push,
    onDidPush: pushed.event,
    freshBranch: (root, quiet) => pushes.freshBranch(root, quiet),
    api: {
      async push(root, options = {}) {
        return pushResult((await pushes.make(root.fsPath, pushRequest(options), options.token)).result);
      },
      preflight: async (root, token) => preflightResult(await preflight(root.fsPath, model, token)),
    },
  };
}
