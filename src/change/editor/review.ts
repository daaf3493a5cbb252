import type * as vscode from 'vscode';
import type * as api from '../../api';
import { showError } from '../../base/editor/commands';
import { DisposableStore } from '../../base/emitter';
import type { Log } from '../../base/log';
import type { DescribePullRequest } from '../preflight/commitChecks';
import { OwnPushes } from '../push/ownPushes';
import type { PushRequest } from '../push/push';
import type { AccountAddresses } from '../server/accountAddresses';
import type { PushForReview } from './changeCommands';
import { registerDownloadCommands } from './download/downloadCommands';
import type { Composer } from './draft/composer';
import type { MessageServices } from './message/openMessage';
import { PUSH_ACTIONS, registerMyChangeCommands } from './preflight/myChangeCommands';
import { MyChangeModel } from './preflight/myChangeModel';
import { MyChangeView } from './preflight/myChangeView';
import type { OtherFeatures } from './preflight/otherChecks';
import { preflight } from './preflight/preflightCommand';
import { ReviewPushes } from './push/pushForReview';
import { PushMends } from './push/pushMends';
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
  readonly addresses: AccountAddresses;
}

export interface Review extends vscode.Disposable {
  readonly push: PushForReview;
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
  addresses,
}: ReviewParts): Review {
  const store = new DisposableStore();
  const ownPushes = new OwnPushes(context.workspaceState);
  const model = store.add(
    new MyChangeModel({
      log,
      services,
      others,
      addresses,
      ownPushes,
      ...(describePullRequest ? { describePullRequest } : {}),
    }),
  );
  store.add(new MyChangeView(model, log));
  store.add(noticeMirrors(services.repositories, context.workspaceState));
  const pushes = new ReviewPushes({ log, services, credentials, ownPushes });

  const pushAndTell = async (root: string, request: PushRequest): Promise<void> => {
    const made = await pushes.make(root, request);
    model.forgetServers();
    void model.refresh();
    // The message stays until it is answered; nobody has to wait for that.
    void outcomes.show(made).catch((error: unknown) => showError(error, PUSH_ACTIONS));
  };
  const push = async (root: string): Promise<void> => {
    const request = await pushes.ask(root);
    if (request) await pushAndTell(root, request);
  };
  const outcomes = new PushOutcomes(
    new PushMends(log, {
      push: pushAndTell,
      signIn: (...args) => credentials.begin(...args),
      again: (...args) => pushes.again(...args),
      accountEmails: async (...of) => (await addresses.of(...of))?.emails ?? [],
    }),
    pushAndTell,
  );

  store.add(registerMyChangeCommands({ log, services, model, composer, push, testing: others.testing }));
  store.add(registerDownloadCommands({ log, services, credentials, pushes }));
  store.add(registerSetUp({ log, services, credentials, pushes }));
  return {
    dispose: () => store.dispose(),
    push,
    api: {
      async push(root, options = {}) {
        const made = await pushes.make(root.fsPath, pushRequest(options), options.token);
        model.forgetServers();
        void model.refresh();
        return pushResult(made.result);
      },
      preflight: async (root, token) => preflightResult(await preflight(root.fsPath, model, token)),
    },
  };
}
