/** What a person is told of a push. */
import { plural } from '../../base/words';
import type { Rejection } from '../rejections/recogniseRejections';
import type { PushResult, ResultChange } from './push';

export const nothingArrivedWords = ({ settled }: Pick<PushResult, 'settled'>): string =>
  settled
    ? 'The connection ended while the push was sent. The server was asked, and has nothing of it: push again.'
    : 'The connection ended before anything was sent, so the server has nothing of the push: push again.';

/** @param wasAsked the server was asked once more, as the person chose */
export const unknownWords = (wasAsked: boolean): string =>
  `The connection ended before the server answered, so it is unknown whether the push arrived: the server ${wasAsked ? 'was asked again and still ' : ''}could not be asked, or has nothing of it yet. Pushing again does no harm; a commit that is there already is refused as "no new changes".`;

/** `Change 996033, patch set 3: "Weigh hosts". Zuul tests it now; ...`: what the server made, and the next step. */
export function acceptedWords({
  changes,
  settled,
  answer,
}: Pick<PushResult, 'changes' | 'settled' | 'answer'>): string {
  const [only, ...others] = changes;
  const after = settled ? ' The connection had ended, so the server was asked.' : '';
  if (!only) return `The server took the push.${after}`;
  const lost = answer.lostVotes.length > 0 ? ` Votes that are gone: ${answer.lostVotes.join(', ')}.` : '';
  if (others.length === 0) return `${changeName(only)}: "${only.subject}".${after}${lost} ${nextStep([only])}`;
  const count = (isNew: boolean): number => changes.filter((change) => change.isNew === isNew).length;
  const kinds = [
    count(true) > 0 ? `${count(true)} new` : '',
    count(false) > 0 ? `${count(false)} with a new patch set` : '',
  ].filter(Boolean);
  const numbers = changes.map(({ number }) => number).join(', ');
  return `${plural(changes.length, 'change')}, ${kinds.join(' and ')}: ${numbers}.${after}${lost} ${nextStep(changes)}`;
}

function changeName({ number, patchSet, isNew }: ResultChange): string {
  if (isNew) return `New change ${number}`;
  return patchSet === undefined ? `Change ${number} has a new patch set` : `Change ${number}, patch set ${patchSet}`;
}

function nextStep(changes: readonly ResultChange[]): string {
  const hidden = changes.some((change) => change.private) ? ' It is private: only you and its reviewers see it.' : '';
  const next = changes.every(({ wip }) => wip)
    ? 'It is work in progress: nobody is asked to review it until you mark it as ready.'
    : `Zuul tests it now${hidden ? '' : ', and reviewers see it'}.`;
  return next + hidden;
}

/** A text that is not in the catalogue is quoted. */
export function rejectedWords({ reason, title, meaning, quote }: Rejection, count: number): string {
  const said = quote.trim().replace(/\s+/g, ' ');
  const source = QUOTED[reason];
  const words =
    source !== undefined && said !== ''
      ? `${source}: ${said.slice(0, MOST_QUOTED)}${said.length > MOST_QUOTED ? '…' : ''}`
      : meaning;
  return `${title}. ${words}${count > 1 ? ` (1 of ${count} reasons)` : ''}`;
}

const QUOTED: Readonly<Record<string, string | undefined>> = { unknown: 'Its answer', 'unknown-failure': 'git said' };

/** Of a text that nobody has seen yet; all of it is one button away. */
const MOST_QUOTED = 400;

/** Whatever became of the push, which is told beside it. */
export const hookWords = (failed: string): string => `Your post-review hook complained after the push. ${failed}`;
