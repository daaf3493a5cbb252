/** openstack/governance: the project is official no longer, or deprecated. */
import { pauses } from '../../../base/turns';
import { type EditInput, EditRefused, type Prepared, type Question, type Tree } from '../lines/edit';
import { LineEdits, Lines } from '../lines/lines';
import { baseNameOf } from '../lines/names';
import { INACTIVE, leaveInactive } from './inactive';
import { enterLegacy, LEGACY, letters } from './legacy';
import { type Leaving, leaveProjects, PROJECTS } from './projects';
import { leaveSigs, SIGS } from './sigs';
import { blocksOf, namedIn, teamsOf } from './teams';

export { deprecateEdits } from './deprecate';
/** The teams of a text of reference/projects.yaml, each with its repositories. */
export const governanceTeams = (text: string): ReturnType<typeof teamsOf> => teamsOf(new Lines(PROJECTS, text));

/** From the official projects, or the SIGs, to legacy.yaml; a whole team leaves the list of inactive projects too. */
export async function governanceEdits(input: EditInput, tree: Tree): Promise<Prepared> {
  const { params } = input;
  const repositories = [...new Set(params.repositories ?? input.repositories)];
  const pause = pauses();
  const projects = await required(tree, PROJECTS);
  const legacy = await required(tree, LEGACY);
  const sigs = await optional(tree, SIGS);
  const inactive = await optional(tree, INACTIVE);
  const questions: Question[] = [];
  await pause();
  const official = leaveProjects(projects, repositories);
  await pause();
  const { others } = official;
  const ofTeams = new Set(repositories.filter((repository) => !others.includes(repository)));
  const ofSigs = sigs ? leaveSigs(sigs, others, ofTeams) : { leaving: [], others };
  const known = new Set(blocksOf(legacy.file).flatMap((block) => namedIn(legacy.file, block)));
  const gone = ofSigs.others.filter((repository) => !known.has(repository));
  const named = [
    ...official.leaving,
    ...ofSigs.leaving.map((sig) => ({ ...sig, team: nameOfSig(sig.team, input.team) })),
  ];
  // Sorted, as two that are new there can come to the same place.
  const leaving = [...withUnofficial(named, input.team, gone)].sort((a, b) => (lower(a.team) < lower(b.team) ? -1 : 1));
  const date = params.date ?? input.date;
  const isNew = leaving.some(({ entries }) =>
    entries.some((entry) => !entry.repositories.every((each) => known.has(each))),
  );
  if (date === undefined && isNew) {
    questions.push({ param: 'date', text: 'On which day was it retired? (retired-on, YYYY-MM-DD)' });
  }
  await pause();
  for (const one of leaving) {
    // An answer is about the team of the retirement, where others leave with it.
    const isAsked = leaving.length === 1 || one.team === input.team;
    const legacyTeam = (isAsked ? params.legacyTeam : undefined) ?? nameInLegacy(legacy, one.team, input.team);
    const asked = enterLegacy(legacy, one, date ?? '', legacyTeam);
    if (asked) questions.push(asked);
  }
  const whole = leaving.filter(({ isWhole }) => isWhole).map(({ team }) => team);
  if (inactive) questions.push(...leaveInactive(inactive, whole, params.inactiveName));
  const edits = [
    inactive?.finish('The list names teams that are inactive, and this one is gone'),
    legacy.finish('What was official once is kept here, with the day it ended'),
    projects.finish('The project is official no longer'),
    sigs?.finish('The SIG has the repository no longer'),
  ].flatMap((edit) => edit ?? []);
  return { edits, questions, notes: [] };
}

/** A retirement may call the team as legacy.yaml does: then its spelling there is nothing to ask about. */
function nameInLegacy({ file }: LineEdits, team: string, said: string | undefined): string | undefined {
  if (said === undefined || said === team || letters(said) !== letters(team)) return undefined;
  const names = blocksOf(file).map(({ name }) => name);
  return names.includes(said) && !names.includes(team) ? said : undefined;
}

/** `PowerVMStackers` of the file is what people call the `PowerVMStackers SIG`. */
const nameOfSig = (name: string, said: string | undefined): string => (said?.startsWith(name) ? said : name);

/** Repositories that no team has any more still get their date, under the team that had them. */
function withUnofficial(
  leaving: readonly Leaving[],
  team: string | undefined,
  repositories: readonly string[],
): readonly Leaving[] {
  if (repositories.length === 0 || team === undefined) return leaving;
  const entries = repositories.map((repository) => ({ name: baseNameOf(repository), repositories: [repository] }));
  const own = leaving.find((each) => each.team === team);
  if (!own) return [...leaving, { team, isWhole: false, entries, keys: [] }];
  return leaving.map((each) => (each === own ? { ...own, entries: [...own.entries, ...entries] } : each));
}

const lower = (name: string): string => name.toLowerCase();

async function required(tree: Tree, path: string): Promise<LineEdits> {
  const edits = await optional(tree, path);
  if (!edits) throw new EditRefused('missing-file', path, undefined, 'this file is not in the repository');
  return edits;
}

async function optional(tree: Tree, path: string): Promise<LineEdits | undefined> {
  const text = await tree.read(path);
  return text === undefined ? undefined : new LineEdits(new Lines(path, text));
}
