/** The list of inactive projects of openstack/governance, in prose: the names there are those that people say. */
import type { Question } from '../lines/edit';
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

/** @returns a question where a bullet may be about the team, or not */
export function leaveInactive(edits: LineEdits, team: string, inactiveName: string | undefined): Question | undefined {
  const { file } = edits;
  const bullets = bulletsOf(file);
  const wanted = inactiveName ?? team;
  const found = bullets.filter(({ name }) => letters(name) === letters(wanted));
  if (found.length === 0) {
    const alike = bullets.filter(({ name }) => letters(name).includes(letters(team)));
    if (alike.length === 0 || inactiveName !== undefined) return undefined;
    const text = `Which of these inactive projects is ${team}?`;
    return { param: 'inactiveName', text, choices: [...alike.map(({ name }) => name), 'none of them'] };
  }
  const left = bullets.filter((bullet) => !found.includes(bullet));
  const reason = 'A team that is retired is inactive no longer';
  const first = bullets[0]?.from ?? 0;
  const last = bullets.at(-1);
  if (left.length === 0 && last) {
    const gap = file.lines[first - 1] === '' ? [] : [''];
    edits.replace(first, endOf(file, last), [...gap, NOBODY], reason);
    return undefined;
  }
  for (const bullet of found) {
    if (bullet !== last) edits.remove(bullet.from, bullet.to, reason);
    else edits.remove(backOverEmpty(file, bullet.from), endOf(file, bullet), reason);
  }
  return undefined;
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

function backOverEmpty({ lines }: Lines, from: number): number {
  let start = from;
  while (lines[start - 1] === '') start--;
  return start;
}
