import type { Change } from '../../gerrit';
import type { CheckContext, Finding } from '../message/finding';
import { footersOf, gerritFooters, signOffEmails } from '../message/footers';
import { launchpadBugs } from '../message/launchpad';
import { type KeptLine, parseMessage } from '../message/message';
import { checkMessage } from '../message/rules/checkMessage';
import { type Dependency, zuulDependencies } from '../message/zuul';
import { pushedWords } from '../push/ownPushes';
import { type PlannedCommit, patchSetOf } from '../push/pushPlan';
import { type CheckName, type CheckResult, type CheckState, worstOf } from './check';

/** What is known of a change that a message depends on, in words such as `open, Code-Review +2`; undefined: nothing. */
export type DescribeDependency = (
  dependency: Dependency,
) => { readonly words: string; readonly isSettled: boolean } | undefined;

/** What a commit says in its message, each subject for itself, and what the server makes of the commit. */
export function checkCommit(commit: PlannedCommit, context: CheckContext, describe: DescribeDependency): CheckResult[] {
  const of = (name: CheckName, found: readonly Finding[], passed: string): CheckResult =>
    resultOf(name, commit, found, passed);
  const { kept } = parseMessage(commit.message, { comment: false });
  const findings = checkMessage(commit.message, contextOf(commit, context));
  const about = (name: CheckName): Finding[] => findings.filter(({ code }) => subjectOf(code) === name);
  return [
    of('message', about('message'), 'Summary and body are in shape'),
    of('sign-off', about('sign-off'), signOffWords(kept)),
    of('change-id', about('change-id'), commit.changeId ? `${commit.changeId.slice(0, 10)}…` : 'None needed'),
    of('bug', about('bug'), bugWords(kept)),
    dependsOn(commit, kept, about('depends-on'), context, describe),
    serverWord(commit),
  ];
}

const contextOf = ({ author, committer, parents }: PlannedCommit, context: CheckContext): CheckContext => ({
  ...context,
  stage: 'push',
  comment: false,
  authorEmail: author.email,
  committerEmail: committer.email,
  parents: parents.length,
});

function subjectOf(code: string): CheckName {
  const [name] = SUBJECTS.find(([, prefix]) => code.startsWith(prefix)) ?? ['message' as const];
  return name;
}

const SUBJECTS: readonly (readonly [CheckName, string])[] = [
  ['sign-off', 'sign-off-'],
  ['change-id', 'change-id-'],
  ['bug', 'bug-'],
  ['depends-on', 'depends-on-'],
];

/** Only an error is a refusal; hints and information are shown without a mark. */
const stateOf = ({ severity }: Pick<Finding, 'severity'>): CheckState =>
  severity === 'error' ? 'refused' : severity === 'warning' ? 'advice' : 'passed';

function resultOf(name: CheckName, { commit }: PlannedCommit, found: readonly Finding[], passed: string): CheckResult {
  const [first, ...others] = [...found].sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
  const state = worstOf(found.map((finding) => ({ state: stateOf(finding) })));
  const more = others.length > 0 ? ` (and ${others.length} more)` : '';
  const text = first && first.severity !== 'hint' ? `${first.message}${more}` : passed;
  const isZuuls = state === 'refused' && found.every(({ severity, code }) => severity !== 'error' || ZUULS.has(code));
  return {
    name,
    state,
    commit,
    text,
    ...(isZuuls ? { refusedBy: 'Zuul' as const } : {}),
    ...(found.length > 0 ? { details: found.map(({ message, line }) => ({ text: message, line })) } : {}),
  };
}

/** Errors that mean a dependency Zuul does not see; to Gerrit these lines are text. */
const ZUULS = new Set([
  'depends-on-unreadable',
  'depends-on-unread',
  'depends-on-several',
  'trailer-spelling',
  'trailer-colon',
]);

const SEVERITIES = ['error', 'warning', 'information', 'hint'];

function signOffWords(kept: readonly KeptLine[]): string {
  const emails = signOffEmails(gerritFooters(kept));
  return emails.length > 0 ? `Signed off by ${emails.join(', ')}` : 'None needed';
}

function bugWords(kept: readonly KeptLine[]): string {
  const bugs = launchpadBugs(kept).map(({ number, effect }) => `${number} (${effect})`);
  const stories = footersOf(gerritFooters(kept), 'Story').map(({ value }) => `story ${value}`);
  const named = [...bugs, ...stories];
  return named.length > 0 ? named.join(', ') : 'None named';
}

/** The state stands first and the name is short: a side bar is narrow. */
const shortName = (value: string, dependency: Dependency): string =>
  dependency.kind === 'gerrit'
    ? `change ${dependency.number}`
    : dependency.kind === 'github'
      ? `${dependency.owner}/${dependency.repository}#${dependency.number}`
      : value;

/** Zuul waits for what is open, so that is no fault; it is told because it is why a change does not merge. */
function dependsOn(
  commit: PlannedCommit,
  kept: readonly KeptLine[],
  found: readonly Finding[],
  context: CheckContext,
  describe: DescribeDependency,
): CheckResult {
  const lines = zuulDependencies(kept, context.gerritHost).map(({ value, line, dependency }) => {
    const known = describe(dependency);
    return {
      text: `${known?.words ?? 'state not known'}: ${shortName(value, dependency)}`,
      line,
      isOpen: known !== undefined && !known.isSettled,
    };
  });
  const open = lines.filter(({ isOpen }) => isOpen).length;
  const words =
    lines.length === 0
      ? 'None'
      : `${lines.length === 1 ? (lines[0]?.text ?? '') : `${lines.length} changes`}${open > 0 && lines.length > 1 ? `, ${open} open` : ''}`;
  const result = resultOf('depends-on', commit, found, words);
  const details = [...(result.details ?? []), ...lines.map(({ text, line }) => ({ text, line }))];
  return { ...result, ...(details.length > 0 ? { details } : {}) };
}

function serverWord({ commit, becomes, change }: PlannedCommit): CheckResult {
  const says = (state: CheckState, text: string): CheckResult => ({ name: 'server', state, text, commit });
  const number = change?.number ?? 0;
  switch (becomes) {
    case 'new':
      return says('passed', 'Becomes a new change');
    case 'next-patch-set':
      return says(
        'passed',
        [`Becomes patch set ${(change?.current?.number ?? 0) + 1} of change ${number}`, ...stateOfChange(change)].join(
          ' · ',
        ),
      );
    case 'nothing':
      return says(
        'passed',
        [`${number},${change?.current?.number ?? 0}: nothing new to push`, ...stateOfChange(change)].join(' · '),
      );
    case 'older-patch-set':
      return says(
        'refused',
        `This is patch set ${change ? (patchSetOf(change, commit) ?? '?') : '?'} of change ${number}, whose newest is ${change?.current?.number ?? '?'}: amend it before you push`,
      );
    case 'refused':
      return says(
        'refused',
        `Change ${number} is ${change?.status === 'MERGED' ? 'merged' : 'abandoned'} and takes no more patch sets`,
      );
    case 'unknown':
      return says('unknown', 'Whether it is a new change is not known: the server has not told yet');
  }
}

/** Such as `Code-Review +2`, each once; of a change that only our push told of, that it did. */
function stateOfChange(change: Change | undefined): string[] {
  if (!change) return [];
  const votes = change.votes.map(({ label, value }) => `${label} ${value > 0 ? '+' : ''}${value}`);
  const pushed = pushedWords(change);
  return [...new Set(votes), ...(pushed === undefined ? [] : [pushed])];
}
