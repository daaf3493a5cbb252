import { OPENDEV } from '../../gerrit';
import { type ChangeLookup, type ChangeSummary, serverOf } from './changeLookup';
import { type BugEffect, launchpadBugs } from './launchpad';
import { type ParseOptions, parseMessage } from './message';
import { IMPACTS, trailerKind } from './trailers';
import { type PullRequestOf, readDependency } from './zuul';

/** What a hover says: plain sentences, a paragraph each, and links. */
export interface Explanation {
  /** Columns of the line. */
  readonly start: number;
  readonly end: number;
  readonly paragraphs: readonly string[];
  readonly links: readonly { readonly title: string; readonly url: string }[];
  /** Where the rule comes from. */
  readonly source?: string;
  /** The pull request it is about, which GitHub may tell more of. */
  readonly pull?: PullRequestOf;
}

export interface ExplainOptions extends ParseOptions {
  /** The project's own server. */
  readonly server?: string;
}

/** What stands at a place of the message; `line` and `column` are 0-based. */
export function explainAt(
  text: string,
  line: number,
  column: number,
  lookup: ChangeLookup,
  options: ExplainOptions = {},
): Explanation | undefined {
  const message = parseMessage(text, options);
  const kept = message.kept.find((one) => one.line === line);
  if (!kept || line === message.summary?.line) {
    return undefined;
  }
  const impact = IMPACTS.find(({ name }) => kept.text === name || kept.text.startsWith(`${name} `));
  if (impact) {
    return {
      start: 0,
      end: impact.name.length,
      paragraphs: [impact.meaning],
      links: [],
      source: 'contributor-guide, doc/source/common/git.rst',
    };
  }
  const [, key = '', value = ''] = /^([A-Za-z0-9-]+): *(.*)$/.exec(kept.text) ?? [];
  const kind = trailerKind(key);
  if (kind && column <= key.length) {
    return {
      start: 0,
      end: key.length,
      paragraphs: [kind.meaning, `When: ${kind.when}`, `Read by ${kind.reader}.`],
      links: [],
      source: kind.source,
    };
  }
  const place = { start: kept.text.length - value.length, end: kept.text.length };
  const bug = launchpadBugs(message.kept).find(({ first, line: last }) => first <= line && line <= last);
  if (bug) {
    const url = `https://bugs.launchpad.net/bugs/${bug.number}`;
    return {
      ...place,
      paragraphs: [EFFECTS[bug.effect]],
      links: [{ title: `Bug ${bug.number}`, url }],
      source: 'jeepyb, update_bug.py',
    };
  }
  return kind?.form === 'change-url' ? explainChange(value, lookup, options.server ?? OPENDEV, place) : undefined;
}

const EFFECTS: Readonly<Record<BugEffect, string>> = {
  closes: 'Launchpad marks the bug as fixed when the change merges.',
  partial: 'Launchpad marks the bug as in progress; it stays open.',
  related: 'Launchpad gets a comment on the bug.',
  'comment only': 'Launchpad gets a comment on the bug and does nothing else.',
};

function explainChange(
  value: string,
  lookup: ChangeLookup,
  own: string,
  place: { start: number; end: number },
): Explanation | undefined {
  const dependency = readDependency(value, new URL(own).host);
  switch (dependency.kind) {
    case 'gerrit': {
      const server = serverOf(dependency.host, own);
      const change = lookup.knownChange(server, dependency.number);
      lookup.askFor(server, { numbers: [dependency.number] });
      const links = [{ title: `Change ${dependency.number}`, url: `${server}${dependency.number}` }];
      const unknown = lookup.isMissing(server, dependency.number)
        ? 'The server shows everyone no change of this number: it is wrong, or the change is private.'
        : 'What the server says of this change is not known yet.';
      return { ...place, paragraphs: change ? aboutChange(change) : [unknown], links };
    }
    case 'change-id': {
      const changes = lookup.knownChangesById(own, dependency.changeId) ?? [];
      lookup.askFor(own, { changeIds: [dependency.changeId] });
      const links = [{ title: 'Find it on the server', url: `${own}q/${dependency.changeId}` }];
      return { ...place, paragraphs: changes.flatMap(aboutChange), links };
    }
    case 'github': {
      const { owner, repository, number } = dependency;
      const url = `https://github.com/${owner}/${repository}/pull/${number}`;
      return {
        ...place,
        paragraphs: [`Pull request ${number} of ${owner}/${repository} on GitHub.`],
        links: [{ title: 'Open it', url }],
        pull: dependency,
      };
    }
    default:
      return undefined;
  }
}

/** The same with what GitHub says of the pull request. */
export function withPullRequest(
  explanation: Explanation,
  { title, words }: { readonly title: string; readonly words: string },
): Explanation {
  if (!explanation.pull) return explanation;
  const { owner, repository, number } = explanation.pull;
  return { ...explanation, paragraphs: [title, `${owner}/${repository}#${number} on GitHub, ${words}`] };
}

const STATES = { NEW: 'open', MERGED: 'merged', ABANDONED: 'abandoned' } as const;

function aboutChange({ subject, project, branch, status, owner, votes }: ChangeSummary): string[] {
  const by = owner ? `, by ${owner}` : '';
  return [subject, `${project}, ${branch}, ${STATES[status]}${by}`, ...(votes?.length ? [votes.join(', ')] : [])];
}
