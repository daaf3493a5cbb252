/**
 * The shape of a plan's file. What a person may write by hand is checked here, key by key: a plan is sent by mail, and
 * its names become parts of paths, addresses and commit messages.
 */
import * as v from 'valibot';
import { DATE, HASH, PARAMS, REPOSITORIES, REPOSITORY, SERIES, TEXT } from '../edits/editInput';
import { STEP_KINDS } from './plan';

/** A line of a file may have tabs, and be long. */
const LINE = v.pipe(v.string(), v.maxLength(2000), v.regex(/^(?:\P{Cc}|\t)*$/u, 'has line ends or control characters'));

/** https; http only for this machine itself. No user or password, which would be shown and sent. */
const ADDRESS = v.pipe(
  TEXT,
  v.check(isAddress, 'must be an address that starts with https://, without a user or a password'),
);

const SERVER = v.pipe(
  ADDRESS,
  v.check((address) => /^[^?#]*\/$/.test(address), 'must end with a slash, without a query'),
);

const NAME = v.pipe(
  v.string(),
  v.maxLength(250),
  v.regex(/^[A-Za-z0-9][\w.+-]*$/, 'may have letters, digits and . _ + - only, and must start with a letter or digit'),
);
const FILLED = v.pipe(TEXT, v.nonEmpty('is empty'));
const NUMBER = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(2 ** 31 - 1));

const CLOSED = v.object({ as: v.picklist(['done', 'skipped']), reason: FILLED, on: DATE });

const DECISION = v.object({
  repo: REPOSITORY,
  path: v.pipe(LINE, v.nonEmpty('is empty')),
  text: LINE,
  decision: v.picklist(['remove', 'keep', 'later']),
  reason: v.optional(TEXT),
});

const STEP = v.object({
  id: NAME,
  step: v.picklist(STEP_KINDS),
  repo: v.optional(REPOSITORY),
  after: v.pipe(v.array(NAME), v.maxLength(1000)),
  params: v.optional(PARAMS),
  changeId: v.optional(v.pipe(v.string(), v.regex(/^I[0-9a-f]{40}$/, 'must be a Change-Id: I and 40 hex digits'))),
  change: v.optional(NUMBER),
  patchSet: v.optional(NUMBER),
  commit: v.optional(HASH),
  closed: v.optional(CLOSED),
  decisions: v.optional(v.pipe(v.array(DECISION), v.maxLength(2000))),
});

/** The keys of a plan in the order in which they are written. */
export const PLAN = v.object({
  retirement: v.pipe(v.number(), v.integer(), v.minValue(1)),
  kind: v.picklist(['retire', 'deprecate']),
  by: v.picklist(['owner', 'tc']),
  order: v.picklist(['guide', 'practice']),
  team: FILLED,
  wholeTeam: v.boolean(),
  repositories: v.pipe(REPOSITORIES, v.minLength(1)),
  alternative: v.nullable(v.object({ name: FILLED, url: ADDRESS })),
  irc: v.pipe(NAME, v.maxLength(64)),
  date: v.optional(DATE),
  cycle: v.optional(SERIES),
  thread: v.optional(ADDRESS),
  decision: v.optional(ADDRESS),
  topic: NAME,
  server: SERVER,
  steps: v.pipe(v.array(STEP), v.maxLength(1000)),
});

function isAddress(text: string): boolean {
  if (!URL.canParse(text) || /\s/.test(text)) return false;
  const { protocol, hostname, username, password } = new URL(text);
  if (username !== '' || password !== '') return false;
  if (protocol === 'https:') return /^https:\/\/[^/]/.test(text);
  return /^http:\/\/[^/]/.test(text) && /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(hostname);
}

/** What is wrong with a value, as what follows its name: `must be text`. */
export function wordsOf(issue: v.BaseIssue<unknown>): string {
  const { kind, type, received, message } = issue;
  if (kind === 'schema' && received === 'undefined') return 'is missing';
  if (kind === 'schema') {
    if (type === 'picklist') return `must be one of: ${optionsOf(issue.expected)}`;
    return TYPES[type] ?? 'has another shape than expected';
  }
  return LIMITS[type] ?? message;
}

/** Of `("owner" | "tc")`: `owner, tc`. */
const optionsOf = (expected: string | null): string => (expected ?? '').replace(/[()"]/g, '').replaceAll(' | ', ', ');

const TYPES: Readonly<Record<string, string>> = {
  string: 'must be text; put it in quotes',
  number: 'must be a number',
  boolean: 'must be true or false',
  array: 'must be a list',
  object: 'must have keys of its own',
};

const LIMITS: Readonly<Record<string, string>> = {
  max_length: 'is too long',
  min_length: 'has no entry',
  integer: 'must be a whole number',
  min_value: 'is too small',
  max_value: 'is too large',
};
