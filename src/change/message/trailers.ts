import { distance } from './spelling';

/** What a trailer's value looks like, for completion and checks. */
type ValueForm =
  | 'change-id'
  | 'person'
  | 'bug'
  | 'change-url'
  | 'blueprint'
  | 'story'
  | 'task'
  | 'semver'
  | 'tool'
  | 'text';

/** A trailer that OpenStack's people and machines know. */
export interface TrailerKind {
  readonly name: string;
  /** What it does, in one sentence. */
  readonly meaning: string;
  readonly when: string;
  readonly form: ValueForm;
  /** What follows the colon, as one would type it. */
  readonly example: string;
  /** Who reads it: a mistyped key is worse where a machine waits for it. */
  readonly reader: 'Gerrit' | 'Zuul' | 'Launchpad' | 'StoryBoard' | 'pbr' | 'people';
  /** Where the rule comes from. */
  readonly source: string;
}

const GUIDE = 'contributor-guide, doc/source/common/git.rst';
const DCO = 'contributor-guide, doc/source/common/dco.rst';
const POLICY = 'OpenInfra policy for AI generated content';

const bug = (name: string, meaning: string, when: string): TrailerKind => ({
  name,
  meaning,
  when,
  form: 'bug',
  example: '#1234567',
  reader: 'Launchpad',
  source: GUIDE,
});

const text = (
  name: string,
  meaning: string,
  when: string,
  form: ValueForm,
  example: string,
  source = GUIDE,
): TrailerKind => ({
  name,
  meaning,
  when,
  form,
  example,
  reader: 'people',
  source,
});

/** The catalogue, in the order in which completion shows it. */
export const TRAILERS: readonly TrailerKind[] = [
  bug('Closes-Bug', 'Launchpad marks the bug as fixed when the change merges.', 'The change fixes the bug completely.'),
  bug(
    'Partial-Bug',
    'Launchpad marks the bug as in progress and keeps it open.',
    'The change fixes a part of the bug.',
  ),
  bug(
    'Related-Bug',
    'Launchpad gets a comment on the bug, nothing else.',
    'The change has to do with the bug but fixes nothing of it.',
  ),
  {
    name: 'Depends-On',
    meaning: 'Zuul tests with that change applied and merges this one only after it.',
    when: 'The change needs one in another repository. One address a line.',
    form: 'change-url',
    example: 'https://review.opendev.org/c/openstack/nova/+/123456',
    reader: 'Zuul',
    source: 'Zuul, doc/source/gating.rst',
  },
  text(
    'Needed-By',
    'Tells readers which change waits for this one; no machine reads it.',
    'Another change depends on this one.',
    'change-url',
    'https://review.opendev.org/c/openstack/nova/+/123456',
  ),
  text(
    'Implements',
    'Links the change to a Launchpad blueprint.',
    'The change completes a blueprint.',
    'blueprint',
    'blueprint name-of-it',
  ),
  text(
    'Partial-Implements',
    'Links the change to a Launchpad blueprint.',
    'The change is a part of a blueprint.',
    'blueprint',
    'blueprint name-of-it',
  ),
  {
    ...text(
      'Story',
      'StoryBoard gets a comment with a link.',
      'The project tracks its work in StoryBoard. Give the task too.',
      'story',
      '2001234',
    ),
    reader: 'StoryBoard',
  },
  {
    ...text(
      'Task',
      'StoryBoard follows the change with the status of this task.',
      'Together with the story.',
      'task',
      '12345',
    ),
    reader: 'StoryBoard',
  },
  text(
    'Co-authored-by',
    'Names another author; each one needs a Signed-off-by as well.',
    'You wrote it together.',
    'person',
    'Name <name@example.org>',
    DCO,
  ),
  text(
    'Assisted-By',
    'Says which AI tool helped.',
    'A tool made the smaller part of the change.',
    'tool',
    'name and model of the tool',
    POLICY,
  ),
  text(
    'Generated-By',
    'Says which AI tool, or which script, made the change.',
    'A tool made the larger part of the change.',
    'tool',
    'name and model of the tool',
    POLICY,
  ),
  {
    name: 'Signed-off-by',
    meaning: 'The developer certificate of origin: Gerrit wants one with the address of author, committer or uploader.',
    when: 'In every commit to most projects of openstack/ since 2025-07-01.',
    form: 'person',
    example: 'Name <name@example.org>',
    reader: 'Gerrit',
    source: DCO,
  },
  {
    name: 'Change-Id',
    meaning: 'Gerrit finds the change by it: the same id is the next patch set, a new id is a new change.',
    when: 'In every commit; the commit-msg hook writes it. Keep it when you amend.',
    form: 'change-id',
    example: 'I0123456789012345678901234567890123456789',
    reader: 'Gerrit',
    source: 'Gerrit, Documentation/user-changeid.txt',
  },
  {
    name: 'Sem-Ver',
    meaning: 'pbr raises the version of the next release accordingly.',
    when: 'The change opens a series or breaks an interface.',
    form: 'semver',
    example: 'feature',
    reader: 'pbr',
    source: 'pbr, doc/source/user/features.rst',
  },
  text(
    'Related-Change',
    'Points readers to another change.',
    'Another change explains this one.',
    'change-url',
    'I0123456789012345678901234567890123456789',
  ),
];

/** Words on a line of their own that open a bug or tell a group of reviewers (jeepyb, notify_impact.py). */
export const IMPACTS: readonly { readonly name: string; readonly meaning: string }[] = [
  { name: 'DocImpact', meaning: 'Opens a documentation bug when the change merges. Say what has to be documented.' },
  { name: 'APIImpact', meaning: 'Lets the API group find the change.' },
  { name: 'SecurityImpact', meaning: 'Asks the security group for a review.' },
  { name: 'UpgradeImpact', meaning: 'Tells that an upgrade needs care; an upgrade release note belongs to it.' },
];

/** Spellings that are used on purpose, so that they are never taken for a mistyped neighbour. */
const ALSO_USED = new Set(
  (
    'close-bug closed-bug fixes-bug resolves-bug closes-bugs partially-implements related-blueprint partial-blueprint implements-blueprint ' +
    'implement implemented blueprint bp bug closes fixes related see-also reviewed-by reviewed-on tested-by reported-by suggested-by ' +
    'acked-by co-author author backport original-change-id related-issue related-story related-task partial-fix topic note notes link ' +
    'follow-up docimpact apiimpact securityimpact upgradeimpact synthesized-by stories tasks cc to references reference tags desc'
  ).split(' '),
);

const BY_KEY = new Map(TRAILERS.map((kind) => [kind.name.toLowerCase(), kind]));

/** The catalogue's entry for a key, in any case. */
export const trailerKind = (key: string): TrailerKind | undefined => BY_KEY.get(key.toLowerCase());

/** A key in lower case with one hyphen between its words, whatever was typed there. */
export const hyphenated = (key: string): string =>
  key
    .toLowerCase()
    .split(/[-_\s]+/)
    .filter(Boolean)
    .join('-');

/**
 * The trailer that a key which means nothing was probably meant to be: its words with something else than a hyphen
 * between them, with a few other letters, or without the last of them (`Co-Authored`).
 */
export function meantTrailer(key: string): TrailerKind | undefined {
  const typed = hyphenated(key);
  if (typed.length < 5 || ALSO_USED.has(typed) || BY_KEY.has(key.toLowerCase())) {
    return undefined;
  }
  return (
    BY_KEY.get(typed) ??
    nearestTrailer(typed) ??
    TRAILERS.find(({ name }) => typed.includes('-') && name.toLowerCase().startsWith(`${typed}-`))
  );
}

function nearestTrailer(typed: string): TrailerKind | undefined {
  let best: TrailerKind | undefined;
  let steps = typed.length < 8 ? 2 : 3;
  for (const [known, kind] of BY_KEY) {
    const needed = distance(typed, known, steps - 1);
    if (needed < steps && haveLikeWords(typed, known)) {
      steps = needed;
      best = kind;
    }
  }
  return best;
}

/** Two other letters make another word of a short one: Launchpad reads the `bp` of `Related-bp`, which is not a slip for `bug`. */
function haveLikeWords(typed: string, known: string): boolean {
  const [words, knownWords] = [typed.split('-'), known.split('-')];
  return (
    words.length !== knownWords.length ||
    words.every((word, at) => distance(word, knownWords[at] ?? '', 2) <= ((knownWords[at] ?? '').length > 3 ? 2 : 1))
  );
}
