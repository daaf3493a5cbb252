import type { Plan } from '../plan/plan';
import { subjectOf } from './names';
import { oneLine, paragraphs, wrap } from './plainProse';

/** Where it goes; the list takes mail of members only. */
export const ANNOUNCEMENT_ADDRESS = 'openstack-discuss@lists.openstack.org';

export interface Announcement {
  readonly subject: string;
  /** Plain text, wrapped. It has placeholders: see `openPlaceholders`. */
  readonly body: string;
}

/** What a person has to fill in, in order; empty: the text can be sent. */
export const openPlaceholders = (text: string): string[] =>
  [...text.matchAll(/<<<([^<>]*)>>>/g)].map(([, asked = '']) => asked.replace(/\s+/g, ' ').trim());

const placeholder = (asked: string): string => `<<< ${asked} >>>`;

/** More of them are counted: a mail is no list of files. */
const MOST_LISTED = 60;

/** The mail for openstack-discuss that comes before every change (OpenDev infra manual, "Announce Retirement"). */
export function announcement(plan: Plan): Announcement {
  return { subject: subjectLine(plan), body: `${paragraphs(bodyOf(plan))}\n` };
}

/** Tags are how readers of the list filter: the team's, and the Technical Committee's. */
function subjectLine(plan: Plan): string {
  const tag = oneLine(plan.team)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}._-]+/gu, '-')
    .replace(/^-+|-+$/g, '');
  const doing = plan.kind === 'deprecate' ? 'Deprecating' : 'Retiring';
  return `${tag ? `[${tag}]` : ''}[tc] ${doing} ${subjectName(plan)}`;
}

const subjectName = (plan: Plan): string =>
  plan.wholeTeam ? `the ${oneLine(plan.team)} project` : subjectOf(plan, plan.repositories);

function bodyOf(plan: Plan): string[][] {
  return [
    ['Hello,'],
    wrap(intent(plan)),
    plan.repositories.length > 1 || plan.wholeTeam ? listOf(plan.repositories) : [],
    wrap(placeholder('Why: who maintained it, since when nobody does, who may still use it')),
    wrap(when(plan)),
    wrap(placeholder('The date until which objections are waited for, such as two weeks from now')),
    ...(plan.kind === 'deprecate' ? whatStays() : whatEnds()),
    wrap(alternativeOf(plan)),
    wrap(objections(plan)),
    decisionOf(plan),
    wrap(placeholder('Your name')),
  ];
}

function intent(plan: Plan): string {
  const who = plan.by === 'tc' ? 'The Technical Committee intends' : `The ${oneLine(plan.team)} team intends`;
  const name = plan.wholeTeam
    ? `the ${oneLine(plan.team)} project with all of its repositories`
    : subjectOf(plan, plan.repositories, true);
  return plan.kind === 'deprecate'
    ? `${who} to deprecate ${name}: development on master ends, and stable branches stay supported.`
    : `${who} to retire ${name}.`;
}

function listOf(repositories: readonly string[]): string[] {
  const more = repositories.length - MOST_LISTED;
  const names = repositories.slice(0, MOST_LISTED).flatMap((name) => wrap(oneLine(name), '- '));
  return more > 0 ? [...names, `- and ${more} more`] : names;
}

function when(plan: Plan): string {
  const noun = plan.kind === 'deprecate' ? 'deprecation' : 'retirement';
  const date = plan.date ? oneLine(plan.date) : placeholder('date, YYYY-MM-DD');
  const cycle = plan.cycle ? `, in the ${oneLine(plan.cycle)} cycle` : '';
  return `The ${noun} is planned for ${date}${cycle}. Nothing is removed before.`;
}

const whatEnds = (): string[][] => [
  wrap(
    'Open changes will be abandoned with a message that says why. If one of them matters to you, please say so in this thread.',
  ),
  wrap(
    'Stable branches end as well: they get no more fixes, and what is still open of them is tagged as end of life. What was released stays where it is, and the code stays in the history of git.',
  ),
];

const whatStays = (): string[][] => [
  wrap('Open changes for master will be abandoned with a message that says why. Those for stable branches stay open.'),
  wrap(
    'Stable branches keep their content and their jobs, and get fixes and releases until each reaches its end of life. Master will hold a README only.',
  ),
];

function alternativeOf({ alternative }: Plan): string {
  if (alternative === null) return 'We know of no project that takes its place.';
  return `As an alternative, please see ${oneLine(alternative.name)} at ${oneLine(alternative.url)}`;
}

function objections(plan: Plan): string {
  const channel = oneLine(plan.irc).replace(/^#+/, '').trim();
  const chat = channel ? `, or find us in #${channel} on OFTC` : '';
  const keep = plan.kind === 'deprecate' ? 'go on with its development' : 'maintain it';
  return `If you use it, object, or would like to ${keep}, please reply to this thread${chat}.`;
}

function decisionOf(plan: Plan): string[] {
  return plan.decision
    ? [...wrap('The decision is made, and can be commented on, here:'), ...wrap(oneLine(plan.decision))]
    : [];
}
