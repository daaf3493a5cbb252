import { workOfBranch } from './branchName';
import { newChangeId } from './changeId';
import { type ParseOptions, parseMessage } from './message';
import type { Person } from './signOff';
import { IMPACTS, TRAILERS, type TrailerKind, trailerKind } from './trailers';
import { readDependency } from './zuul';

/** One entry of a completion list. It replaces the columns `start` to `end` of its line. */
export interface Suggestion {
  readonly kind: 'trailer' | 'impact' | 'value' | 'person' | 'change';
  readonly label: string;
  readonly detail?: string;
  /** Sentences that tell what it is and when to use it. */
  readonly about?: string;
  readonly insert: string;
  readonly start: number;
  readonly end: number;
  /** What typed text is compared with, where the label will not do. */
  readonly filter?: string;
  /** Whether the list of values should follow at once. */
  readonly thenValues?: boolean;
}

/** What is known for values; people in the order in which they are offered. */
export interface SuggestionFacts {
  readonly branch?: string;
  readonly person?: Person;
  readonly people?: readonly Person[];
  /** Values of Assisted-By and Generated-By that the log has. */
  readonly tools?: readonly string[];
}

/** A value that a server is asked for. */
export interface WantedValue {
  readonly form: 'change-url' | 'person';
  readonly typed: string;
  readonly start: number;
  readonly end: number;
}

/** What fits at a place of the message; `line` and `column` are 0-based. Nothing in comments and in the summary. */
export function suggestAt(
  text: string,
  line: number,
  column: number,
  facts: SuggestionFacts,
  options: ParseOptions = {},
): Suggestion[] {
  const place = placeAt(text, line, column, options);
  if (!place) {
    return [];
  }
  const { kind, start, end } = place;
  return kind ? valuesOf(kind, facts).map((value) => ({ ...value, start, end })) : namesAt(place.afterBlank, end);
}

/** What a server could add at this place. */
export function wantedAt(
  text: string,
  line: number,
  column: number,
  options: ParseOptions = {},
): WantedValue | undefined {
  const place = placeAt(text, line, column, options);
  const form = place?.kind?.form;
  return place && (form === 'change-url' || form === 'person')
    ? { form, typed: place.typed, start: place.start, end: place.end }
    : undefined;
}

interface Place {
  /** The trailer whose value is typed; none where a name is. */
  readonly kind?: TrailerKind;
  readonly typed: string;
  readonly start: number;
  readonly end: number;
  readonly afterBlank: boolean;
}

function placeAt(text: string, line: number, column: number, options: ParseOptions): Place | undefined {
  const message = parseMessage(text, options);
  const current = message.lines[line] ?? '';
  const summary = message.summary?.line;
  if (summary === undefined || line <= summary || line > message.lines.length || current.startsWith(message.comment)) {
    return undefined;
  }
  const before = current.slice(0, column);
  const above = linesAbove(message.lines, line);
  const value = /^([A-Za-z-]+): *(.*)$/.exec(before);
  if (value) {
    const kind = trailerKind(value[1] ?? '');
    const typed = value[2] ?? '';
    return kind && { kind, typed, start: column - typed.length, end: current.length, afterBlank: false };
  }
  // In prose a list of trailers would only be in the way: a block begins after an empty line, and has only trailers.
  const inBlock = above.every((other) => /^([A-Za-z0-9-]+:|[ \t]|\(cherry picked from commit )/.test(other));
  return /^[A-Za-z-]*$/.test(before) && inBlock
    ? { typed: before, start: 0, end: column, afterBlank: above.length === 0 }
    : undefined;
}

/** The lines of the paragraph above a line, upwards. */
function linesAbove(lines: readonly string[], line: number): string[] {
  const above: string[] = [];
  for (let at = line - 1; at >= 0 && lines[at]?.trim(); at--) {
    above.push(lines[at] ?? '');
  }
  return above;
}

function namesAt(afterBlank: boolean, end: number): Suggestion[] {
  const trailers = TRAILERS.map(
    (kind): Suggestion => ({
      kind: 'trailer',
      label: kind.name,
      detail: kind.example,
      about: `${kind.meaning}\n\nWhen: ${kind.when}\n\nRead by: ${kind.reader}. Source: ${kind.source}`,
      insert: `${kind.name}: `,
      start: 0,
      end,
      thenValues: kind.form !== 'text',
    }),
  );
  // Between trailers such a line would break the block.
  const impacts = afterBlank ? IMPACTS : [];
  return [
    ...trailers,
    ...impacts.map(
      ({ name, meaning }): Suggestion => ({
        kind: 'impact',
        label: name,
        about: `${meaning}\n\nA paragraph of its own, above the trailers.`,
        insert: name,
        start: 0,
        end,
      }),
    ),
  ];
}

type Value = Omit<Suggestion, 'start' | 'end'>;

function valuesOf({ name, form }: TrailerKind, facts: SuggestionFacts): Value[] {
  const work = workOfBranch(facts.branch);
  const ofBranch = (insert: string): Value[] => [
    { kind: 'value', label: insert, detail: `from the branch ${facts.branch ?? ''}`, insert },
  ];
  switch (form) {
    case 'bug':
      return work.bug ? ofBranch(`#${work.bug}`) : [];
    case 'blueprint':
      return work.blueprint
        ? ofBranch(`blueprint ${work.blueprint}`)
        : [{ kind: 'value', label: 'blueprint …', insert: 'blueprint ' }];
    case 'story':
      return work.story ? ofBranch(work.story) : [];
    case 'semver':
      return SEM_VER.map(([insert, detail]) => ({ kind: 'value', label: insert, detail, insert }));
    case 'tool':
      return (facts.tools ?? []).map((insert) => ({ kind: 'value', label: insert, detail: 'from the log', insert }));
    case 'person':
      return peopleValues(
        name === 'Signed-off-by' ? [facts.person, ...(facts.people ?? [])] : (facts.people ?? []),
        facts.person,
      );
    case 'change-id':
      return [
        {
          kind: 'value',
          label: 'A new Change-Id',
          detail: 'a new change begins',
          insert: newChangeId(),
          filter: 'I new',
        },
      ];
    default:
      return [];
  }
}

/** pbr, doc/source/user/features.rst. */
const SEM_VER: readonly (readonly [string, string])[] = [
  ['feature', 'raises the minor version'],
  ['api-break', 'raises the major version'],
  ['deprecation', 'raises the minor version'],
  ['bugfix', 'raises the patch version'],
];

function peopleValues(people: readonly (Person | undefined)[], self: Person | undefined): Value[] {
  const seen = new Set<string>();
  return people.flatMap((person): Value[] => {
    if (!person || seen.has(person.email.toLowerCase())) {
      return [];
    }
    seen.add(person.email.toLowerCase());
    return [personValue(person, person.email === self?.email ? 'you' : 'from the log')];
  });
}

export const personValue = (person: Person, detail: string): Value => ({
  kind: 'person',
  label: person.name,
  detail: `${person.email} · ${detail}`,
  insert: `${person.name} <${person.email}>`,
  filter: `${person.name} <${person.email}>`,
});

/** What to ask a server for: the number of an address that was pasted or typed, else the words. */
export function searchedFor(typed: string, host?: string): string {
  const dependency = readDependency(typed.trim(), host);
  return dependency.kind === 'gerrit' ? String(dependency.number) : typed.replace(/^https?:\/\/\S*$/, '').trim();
}
