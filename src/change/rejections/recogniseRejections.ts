import { COMMIT_TEXTS } from './commits';
import { CONNECTION_TEXTS } from './connection';
import { GIT_REVIEW_TEXTS } from './gitReview';
import { NETWORK_TEXTS } from './network';
import type { PushFix } from './pushFix';
import type { PushOutput } from './pushOutput';
import { REQUEST_TEXTS } from './requests';
import type { RejectionText } from './text';

/** Why a push was refused or failed, what that means, and what fixes it. */
export interface Rejection {
  /** Stable name; for a text that is not in the catalogue `unknown`, or `unknown-failure` where the server refused nothing. */
  readonly reason: string;
  readonly title: string;
  readonly meaning: string;
  /** The likeliest first. */
  readonly fixes: readonly PushFix[];
  /** The commit the server named, abbreviated. */
  readonly commit?: string;
  /** The words of the server, else of git, ssh or a hook. */
  readonly quote: string;
}

/** Order matters: the first text that fits names the reason. */
const TEXTS: readonly RejectionText[] = [
  ...COMMIT_TEXTS,
  ...REQUEST_TEXTS,
  ...NETWORK_TEXTS,
  ...CONNECTION_TEXTS,
  ...GIT_REVIEW_TEXTS,
];

/** A push of ours has one ref; who prints more of them wants something else. */
const MOST_REFS = 20;

/** Every rejection in what a push printed, each reason once; never empty, so that nothing refused looks well. */
export function recogniseRejections(output: PushOutput): Rejection[] {
  const refused = output.refs.filter(({ flag }) => flag === '!').slice(0, MOST_REFS);
  const said = output.remote.join('\n');
  const found = refused.map(({ summary, reason }) => recognise(reason ?? summary, said, output));
  if (found.length > 0) {
    return found.filter((rejection, at) => found.findIndex((other) => other.quote === rejection.quote) === at);
  }
  return [recognise('', said, output)];
}

function recognise(reason: string, said: string, output: PushOutput): Rejection {
  const local = output.local.join('\n');
  for (const { pattern, within, describe } of TEXTS) {
    const place = within === 'local' ? (reason ? '' : local) : within === 'remote' ? said : reason || said;
    const match = pattern.exec(place);
    if (match) {
      return { ...describe(match, output), quote: quoteOf(reason, said, local) };
    }
  }
  return {
    ...(reason === '' ? UNKNOWN_FAILURE : UNKNOWN),
    fixes: [{ kind: 'show-output' }],
    quote: quoteOf(reason, said, local).trim(),
  };
}

const UNKNOWN = {
  reason: 'unknown',
  title: 'The server refused the push',
  meaning: 'It gave a reason that is not known here.',
};
/** Without a refused ref nobody knows that the server was asked at all. */
const UNKNOWN_FAILURE = {
  reason: 'unknown-failure',
  title: 'The push failed with an unknown error',
  meaning: 'git did not say why.',
};

/** The reason in parentheses, and what the server added; without a reason, what git and ssh said. */
const quoteOf = (reason: string, said: string, local: string): string =>
  reason ? [reason, said].filter(Boolean).join('\n\n') : [said, local].filter(Boolean).join('\n');
