/**
 * Release notes as reno keeps them: one YAML file for each, `releasenotes/notes/<slug>-<16 hex digits>.yaml`.
 * Facts from reno 4.1.0: create.py (the name), config.py (where options stand), defaults.py (sections and their order).
 */
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { UserError } from '../../base/errors';
import { keeping, makeFolder } from '../../base/keeping';
import { isInside } from '../../base/paths';
import { runProcess } from '../../base/process';
import { MAX_YAML_BYTES, readYaml, topLevelKeys } from '../../base/yaml';
import type { ProjectFiles } from '../../project/files';

type ReleaseNoteReason = 'no-reno' | 'bad-slug' | 'reno-failed' | 'notes-outside';

const CONFIG_BYTES = 256 * 1024;
const THE_NOTE = 'The release note';
const CONFIGS = ['releasenotes/config.yaml', 'reno.yaml'];
const REQUIREMENTS = ['requirements.txt', 'test-requirements.txt', 'doc/requirements.txt', 'tox.ini'];
/** Where tox and people put environments that have reno in them. */
const PROGRAMS = ['.tox/releasenotes', '.tox/venv', '.tox/docs', '.venv', 'venv'].map((folder) =>
  join(folder, 'bin', 'reno'),
);

/** Sections in reno's order, each with what belongs into it. */
const SECTIONS: readonly (readonly [key: string, hint: string])[] = [
  ['features', 'What can be done now that could not be done before.'],
  ['issues', 'What is known not to work, and how to live with it.'],
  ['upgrade', 'What an operator has to do or to know when upgrading.'],
  ['deprecations', 'What will go away, and what to use instead.'],
  ['critical', 'A severe bug that is fixed, and whom it concerns.'],
  ['security', 'A vulnerability that is fixed, with its number.'],
  ['fixes', 'A bug that is fixed, told as the people who met it saw it.'],
  ['other', 'What fits nowhere else.'],
];

/** Whether a project writes its release notes with reno. */
export async function usesReno(root: string, files: ProjectFiles): Promise<boolean> {
  if ((await files.list(join(root, 'releasenotes', 'notes'))).length > 0) return true;
  const texts = await Promise.all(
    [...CONFIGS, ...REQUIREMENTS].map((name) => files.read(join(root, name), CONFIG_BYTES)),
  );
  return texts.some(
    (text, at) =>
      text !== undefined && (at < CONFIGS.length || /^\s*(?:pip install )?reno\s*(?:[<>=!~;#[].*)?$/m.test(text)),
  );
}

/**
 * Whether a change looks as if people who run the project should be told: it touches its code and brings no note.
 * @param changedFiles names relative to the root, with `/`
 */
export function needsReleaseNote(changedFiles: readonly string[]): boolean {
  return !changedFiles.some((name) => name.startsWith('releasenotes/notes/')) && changedFiles.some(isCode);
}

const isCode = (name: string): boolean =>
  /\.(py|pyx|conf|ini|yaml|yml|json|sh|j2|pp|js|ts)$|^(etc|bin)\//.test(name) &&
  !/(^|\/)(tests?|functional|doc|docs|api-ref|api-guide|releasenotes|playbooks|zuul\.d|tools|\.[^/]+)\//.test(name) &&
  !/(^|\/)(\.[^/]+|tox\.ini|setup\.(py|cfg)|zuul\.ya?ml|bindep\.txt|conftest\.py|test_[^/]+\.py)$/.test(name);

/**
 * Makes a note as `reno new` does, and gives its absolute path: by the reno of the project's environment when there is
 * one and programs may run, else by ourselves.
 * @throws UserError with a ReleaseNoteReason, or `bad-yaml`, `too-big` for reno's configuration
 */
export async function newReleaseNote(
  root: string,
  slug: string,
  files: ProjectFiles,
  mayRun: boolean,
): Promise<string> {
  const name = slug.trim().replace(/\s+/g, '-');
  if (!isSlug(name)) {
    throw new UserError<ReleaseNoteReason>(
      'bad-slug',
      `${JSON.stringify(slug.slice(0, 60))} cannot be the name of a release note. Use letters, digits, dots and hyphens.`,
    );
  }
  const program = mayRun ? await findReno(root, files) : undefined;
  return program ? byReno(program, root, name) : byOurselves(root, name, files);
}

/** Letters, digits, `.`, `_` and `-`, and no hyphen first, which a program would take for an option. */
export const isSlug = (name: string): boolean => /^[A-Za-z0-9][\w.-]{0,99}$/.test(name.trim().replace(/\s+/g, '-'));

async function findReno(root: string, files: ProjectFiles): Promise<string | undefined> {
  const there = await Promise.all(PROGRAMS.map((name) => files.modified(join(root, name))));
  const found = PROGRAMS.find((_, at) => there[at] !== undefined);
  return found && join(root, found);
}

async function byReno(program: string, root: string, slug: string): Promise<string> {
  const result = await runProcess(program, ['new', slug], { cwd: root, timeoutMs: 60_000 });
  const made = /^Created new notes file in (.+\.yaml)$/m.exec(`${result.stdout}\n${result.stderr}`)?.[1];
  if (result.exitCode === 0 && made) return join(root, made.replace(/^.*?(?=releasenotes\/)/, ''));
  const said = result.stderr.trim().split('\n').at(-1) ?? '';
  throw new UserError<ReleaseNoteReason>(
    'reno-failed',
    `reno made no note: ${said || `it ended with exit code ${result.exitCode}`}`,
  );
}

async function byOurselves(root: string, slug: string, files: ProjectFiles): Promise<string> {
  const { notes, template } = await readConfig(root, files);
  const folder = join(root, 'releasenotes', notes);
  if (!isInside(root, folder)) {
    const words = `The configuration of reno keeps notes in ${JSON.stringify(notes)}, which is outside of the project.`;
    throw new UserError<ReleaseNoteReason>('notes-outside', words);
  }
  const file = join(folder, `${slug}-${randomBytes(8).toString('hex')}.yaml`);
  await keeping(THE_NOTE, file, async () => {
    await makeFolder(folder);
    await writeFile(file, template, { flag: 'wx' });
  });
  return file;
}

/** The few options that matter here; the rest of reno's configuration is about its report. */
const optionsShape = v.object({
  notesdir: v.fallback(v.string(), 'notes'),
  prelude_section_name: v.fallback(v.string(), 'prelude'),
  template: v.fallback(v.optional(v.string()), undefined),
});

async function readConfig(root: string, files: ProjectFiles): Promise<{ notes: string; template: string }> {
  const [name, text] = await firstConfig(root, files);
  const read = v.safeParse(optionsShape, await readYaml(text, name));
  const options = read.success ? read.output : v.getFallbacks(optionsShape);
  const { notesdir: notes = 'notes', prelude_section_name: prelude = 'prelude', template } = options;
  return { notes, template: template ?? usualTemplate(prelude) };
}

async function firstConfig(root: string, files: ProjectFiles): Promise<[name: string, text: string]> {
  for (const name of CONFIGS) {
    const text = await files.read(join(root, name), MAX_YAML_BYTES);
    if (text !== undefined) return [name, text];
  }
  return ['', ''];
}

function usualTemplate(prelude: string): string {
  const sections = SECTIONS.map(([key, hint]) => `${key}:\n  - |\n    ${hint}\n`);
  return `---\n${prelude}: >\n    What stands above all notes of the release. Only for major features.\n${sections.join('')}`;
}

/**
 * Names of the sections of a note, in their order.
 * @throws UserError `bad-yaml`
 */
export async function sectionsOf(note: string): Promise<string[]> {
  return (await topLevelKeys(note, THE_NOTE)).map(({ name }) => name);
}

/**
 * The note with only these sections, each as it is written.
 * @throws UserError `bad-yaml`
 */
export async function keepSections(note: string, names: readonly string[]): Promise<string> {
  const keys = await topLevelKeys(note, THE_NOTE);
  const parts = keys.map(({ name, from }, at) => (names.includes(name) ? note.slice(from, keys[at + 1]?.from) : ''));
  return note.slice(0, keys[0]?.from) + parts.join('');
}
