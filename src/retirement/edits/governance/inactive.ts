/** The list of inactive projects of openstack/governance, in prose: the names there are those that people say. */
import type { Question } from '../lines/edit';
import { rangesOf } from '../lines/items';
import type { LineEdits, Lines } from '../lines/lines';

export const INACTIVE = 'reference/emerging-technology-and-inactive-projects.rst';

const HEADING = /^Current Inactive Projects *$/;
const NOBODY = 'No inactive projects at this moment';

interface Bullet {
  /** Without what is in brackets behind it. */
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** @returns questions where a bullet may be about one of the teams, or not */
export function leaveInactive(
  edits: LineEdits,
  teams: readonly string[],
  inactiveName: string | undefined,
): Question[] {
  const { file } = edits;
  const bullets = bulletsOf(file);
  const found = new Set<Bullet>();
  const questions: Question[] = [];
  for (const team of teams) {
    const own = bullets.filter(({ name }) => letters(name) === letters(inactiveName ?? team));
    for (const bullet of own) found.add(bullet);
    const alike = bullets.filter(({ name }) => letters(name).includes(letters(team)));
    if (own.length > 0 || alike.length === 0 || inactiveName !== undefined) continue;
    const text = `Which of these inactive projects is ${team}?`;
    questions.push({ param: 'inactiveName', text, choices: [...alike.map(({ name }) => name), 'none of them'] });
  }
  removeBullets(edits, bullets, found);
  return questions;
}

function removeBullets(edits: LineEdits, bullets: readonly Bullet[], found: ReadonlySet<Bullet>): void {
  const { file } = edits;
  const [first] = bullets;
  const last = bullets.at(-1);
  if (!first || !last || found.size === 0) return;
  const reason = 'A team that is retired is inactive no longer';
  if (found.size === bullets.length) {
    const gap = file.lines[first.from - 1] === '' ? [] : [''];
    edits.replace(first.from, endOf(file, last), [...gap, NOBODY], reason);
    return;
  }
  const gone = new Set<number>();
  for (const { from, to } of found) for (let line = from; line < to; line++) gone.add(line);
  if (found.has(last)) {
    for (let line = endOf(file, last); line < last.to; line++) gone.delete(line);
    // What is before the bullets that go is the end now.
    for (let line = last.from - 1; gone.has(line) || file.lines[line] === ''; line--) gone.add(line);
  }
  for (const { from, to } of rangesOf(gone)) edits.remove(from, to, reason);
}

const letters = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');

/** The bullets of the section, each up to the next one. */
function bulletsOf({ lines }: Lines): Bullet[] {
  const heading = lines.findIndex((line) => HEADING.test(line));
  if (heading < 0) return [];
  const next = lines.findIndex((line, at) => at > heading + 2 && /^([=~-])\1{4,} *$/.test(line));
  const end = next < 0 ? lines.length : next - 1;
  const starts = lines.flatMap((line, at) => (at > heading && at < end && /^\* +\S/.test(line) ? [at] : []));
  return starts.map((from, i) => ({
    name: (lines[from] ?? '')
      .replace(/^\* +/, '')
      .replace(/ *\(.*$/, '')
      .trim(),
    from,
    to: starts[i + 1] ?? end,
  }));
}

/** The end of the last bullet: an empty line stays only before another heading. */
function endOf({ lines }: Lines, { to }: Bullet): number {
  if (to >= lines.length) return to;
  let end = to;
  while (lines[end - 1] === '') end--;
  return end;
}
