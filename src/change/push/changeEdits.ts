import type { Change, GerritClient } from '../../gerrit';
import type { PushRequest, PushResult, ResultChange } from './push';

type Writer = Pick<GerritClient, 'setReady' | 'setWorkInProgress' | 'setTopic' | 'restore'>;

/** What is done to changes on the server without a new commit, as on their pages. */
export interface ChangeEdit {
  /** What the button says. */
  readonly title: string;
  /** What was done. */
  readonly done: string;
  /** Whether the push is to be made again then. */
  readonly thenPush: boolean;
  /** @param client with the person's credentials @throws GerritError */
  make(client: Writer): Promise<void>;
}

/**
 * What gives a refused push what it was for. Gerrit takes no options with commits that it has already ("no new changes",
 * ReceiveCommits.java), and no commits for an abandoned change.
 */
export function editsFor(
  { plan, answer }: Pick<PushResult, 'plan' | 'answer'>,
  { state, topic }: PushRequest,
): ChangeEdit[] {
  const reason = answer.rejections[0]?.reason;
  const changes = plan.commits.flatMap(({ change }) => change ?? []);
  if (reason === 'change-closed') return restore(changes.filter(({ status }) => status === 'ABANDONED'));
  if (reason !== 'nothing-new') return [];
  const open = changes.filter(({ status }) => status === 'NEW');
  return [
    ...(state === 'ready' ? markReady(open.filter(({ wip }) => wip)) : []),
    ...(state === 'wip'
      ? edit(
          open.filter(({ wip }) => !wip),
          'Mark as Work in Progress',
          'work in progress',
          (client, { number }) => client.setWorkInProgress(number),
        )
      : []),
    ...(topic === undefined
      ? []
      : setTopic(
          open.filter((change) => (change.topic ?? '') !== topic),
          topic,
        )),
  ];
}

export const markReady = (changes: readonly Pick<ResultChange, 'number'>[]): ChangeEdit[] =>
  edit(changes, 'Mark as Ready', 'ready for review', (client, { number }) => client.setReady(number));

const setTopic = (changes: readonly Change[], topic: string): ChangeEdit[] =>
  edit(
    changes,
    topic === '' ? 'Take the Topic Away' : 'Set Topic',
    topic === '' ? 'without a topic' : `of the topic ${topic}`,
    (client, { number }) => client.setTopic(number, topic),
  );

const restore = (changes: readonly Change[]): ChangeEdit[] =>
  edit(changes, 'Restore and Push Again', 'open again', (client, { number }) => client.restore(number), true);

function edit<C extends Pick<Change, 'number'>>(
  changes: readonly C[],
  title: string,
  became: string,
  make: (client: Writer, change: C) => Promise<void>,
  thenPush = false,
): ChangeEdit[] {
  if (changes.length === 0) return [];
  const numbers = changes.map(({ number }) => number).join(', ');
  return [
    {
      title,
      done: `${changes.length === 1 ? `Change ${numbers} is` : `Changes ${numbers} are`} ${became}.`,
      thenPush,
      // One after the other: what fails in the middle leaves the lower ones done, as on their pages.
      async make(client) {
        for (const change of changes) await make(client, change);
      },
    },
  ];
}
