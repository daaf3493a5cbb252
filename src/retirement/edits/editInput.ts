/** A step as somebody else describes it, through the API: checked before a rule reads it. */
import * as v from 'valibot';
import { UserError } from '../../base/errors';
import { EDIT_STEPS, type EditInput } from './lines/edit';

/** Neither control characters nor those that turn the direction of text: it would not say what it shows. */
export const TEXT = v.pipe(
  v.string(),
  v.maxLength(500),
  v.regex(/^[^\p{Cc}\u202A-\u202E\u2066-\u2069]*$/u, 'has control characters'),
);
/** Gerrit's name of a repository; it becomes a part of paths and addresses. */
export const REPOSITORY = v.pipe(
  v.string(),
  v.maxLength(200),
  v.regex(/^[A-Za-z0-9][\w.-]*\/[A-Za-z0-9][\w.-]*$/, 'is no name of a repository, such as openstack/nova'),
);
export const REPOSITORIES = v.pipe(v.array(REPOSITORY), v.maxLength(300));
/** Relative, inside the repository. */
const PATH = v.pipe(
  TEXT,
  v.check((path) => path !== '' && !path.startsWith('/') && !path.includes('\\'), 'is no path inside the repository'),
  v.check(
    (path) => !path.split('/').some((part) => part === '' || part === '.' || part === '..'),
    'leaves the repository',
  ),
);
const PATHS = v.pipe(v.array(PATH), v.maxLength(2000));
export const DATE = v.pipe(
  v.string(),
  v.regex(/^\d{4}-\d\d-\d\d$/, 'is no date, such as 2026-07-05'),
  v.check(isDay, 'is no day of the calendar'),
);
export const HASH = v.pipe(v.string(), v.regex(/^[0-9a-f]{40}$/, 'is no full id of a commit'));

export const SERIES = v.pipe(TEXT, v.regex(/^[\w.-]+$/, 'is no name of a series'));

const END_OF_LIFE = v.object({
  path: PATH,
  version: v.pipe(TEXT, v.regex(/^[\w.-]+$/, 'is no name of a tag')),
  projects: v.pipe(v.array(v.object({ repo: REPOSITORY, hash: HASH })), v.minLength(1), v.maxLength(300)),
});

export const PARAMS = v.object({
  repositories: v.optional(REPOSITORIES),
  date: v.optional(DATE),
  flip: v.optional(v.picklist(['acl-only', 'acl+description', 'full'])),
  alsoDeleteAclsIfUnused: v.optional(PATHS),
  deprecated: v.optional(v.pipe(TEXT, v.regex(/^[\w.]+$/, 'is no name of a release'))),
  legacyTeam: v.optional(TEXT),
  inactiveName: v.optional(TEXT),
  dists: v.optional(v.pipe(v.array(TEXT), v.maxLength(300))),
  delete: v.optional(PATHS),
  flagRetired: v.optional(PATHS),
  abandon: v.optional(PATHS),
  tags: v.optional(v.pipe(v.array(END_OF_LIFE), v.maxLength(2000))),
});

const nullable = <S extends v.GenericSchema>(schema: S) => v.optional(v.nullable(schema));

/** What is null was not decided, as with the retirement's own keys. */
const GIVEN_PARAMS = v.pipe(
  v.nullish(v.record(v.string(), v.unknown()), {}),
  v.transform((given) => Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null))),
  PARAMS,
);

const INPUT = v.object({
  step: v.picklist(EDIT_STEPS),
  repo: REPOSITORY,
  params: GIVEN_PARAMS,
  repositories: v.pipe(REPOSITORIES, v.minLength(1)),
  team: nullable(TEXT),
  date: nullable(DATE),
  cycle: nullable(SERIES),
  alternative: nullable(v.object({ name: TEXT, url: TEXT })),
  irc: nullable(
    v.pipe(
      TEXT,
      v.transform((channel) => channel.replace(/^#/, '')),
    ),
  ),
});

/**
 * @param value a step with its `step`, `repo` and `params`, and the retirement's `repositories`, `team`, `date`, `cycle`,
 *   `alternative` and `irc`; other keys do not count
 * @throws UserError `bad-input`, which names the key
 */
export function readEditInput(value: unknown): EditInput {
  const read = v.safeParse(INPUT, value);
  if (!read.success) {
    const [issue] = read.issues;
    const key = issue.path?.map(({ key: part }) => String(part)).join('.') ?? 'the step';
    throw new UserError('bad-input', `This step cannot be prepared: ${key} ${wordsOf(issue.message)}.`);
  }
  const { team, date, cycle, params, ...rest } = read.output;
  return {
    ...rest,
    params: defined(params),
    team: team ?? undefined,
    date: date ?? undefined,
    cycle: cycle ?? undefined,
  };
}

function isDay(date: string): boolean {
  const time = Date.parse(`${date}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(date);
}

/** Our own words stand as they are; those of the library are about types. */
const wordsOf = (message: string): string =>
  message.startsWith('Invalid') ? 'has another shape than expected' : message;

/** An absent answer is one that was not given, so a key without a value must not be there. */
export const defined = <T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(value).filter(([, of]) => of !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
