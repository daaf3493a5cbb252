/**
 * Release notes as reno keeps them: one YAML file for each, `releasenotes/notes/<slug>-<16 hex digits>.yaml`.
 * Facts from reno 4.1.0: create.py (the name), config.py (where options stand), defaults.py (sections and their order).
 */
import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../base/errors';
import { runProcess } from '../base/process';
import type { ProjectFiles } from '../project/files';

export type ReleaseNoteReason = 'no-reno' | 'bad-slug' | 'reno-failed' | 'needs-reno';

const CONFIG_BYTES = 256 * 1024;
const CONFIGS = ['releasenotes/config.yaml', 'reno.yaml'];
const REQUIREMENTS = ['requirements.txt', 'test-requirements.txt', 'doc/requirements.txt', 'tox.ini'];
/** Where tox and people put environments that have reno in them. */
const PROGRAMS = ['.tox/releasenotes', '.tox/venv', '.tox/docs', '.venv', 'venv'].map((folder) => join(folder, 'bin', 'reno'));

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
  const texts = await Promise.all([...CONFIGS, ...REQUIREMENTS].map((name) => files.read(join(root, name), CONFIG_BYTES)));
  return texts.some((text, at) => text !== undefined && (at < CONFIGS.length || /^\s*(?:pip install )?reno\s*(?:[<>=!~;#[].*)?$/m.test(text)));
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
 * @throws UserError with a ReleaseNoteReason
 */
export async function newReleaseNote(root: string, slug: string, files: ProjectFiles, mayRun: boolean): Promise<string> {
  const name = slug.trim().replace(/\s+/g, '-');
  if (!isSlug(name)) {
    throw new UserError<ReleaseNoteReason>('bad-slug', `${JSON.stringify(slug.slice(0, 60))} cannot be the name of a release note. Use letters, digits, dots and hyphens.`);
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
  throw new UserError<ReleaseNoteReason>('reno-failed', `reno made no note: ${said || `it ended with exit code ${result.exitCode}`}`);
}

async function byOurselves(root: string, slug: string, files: ProjectFiles): Promise<string> {
  const { notes, template } = await readConfig(root, files);
  const folder = join(root, 'releasenotes', notes);
  await mkdir(folder, { recursive: true });
  const file = join(folder, `${slug}-${randomBytes(8).toString('hex')}.yaml`);
  await writeFile(file, template, { flag: 'wx' });
  return file;
}

/** The few options that matter here; the rest of reno's configuration is about its report. */
async function readConfig(root: string, files: ProjectFiles): Promise<{ notes: string; template: string }> {
  const texts = await Promise.all(CONFIGS.map((name) => files.read(join(root, name), CONFIG_BYTES)));
  const text = texts.find((one) => one !== undefined) ?? '';
  const scalar = (key: string): string | undefined => new RegExp(`^${key}: *["']?([\\w-]+)["']? *$`, 'm').exec(text)?.[1];
  return { notes: scalar('notesdir') ?? 'notes', template: ownTemplate(text) ?? usualTemplate(scalar('prelude_section_name') ?? 'prelude') };
}

/** `template: |` and the indented lines below it. */
function ownTemplate(config: string): string | undefined {
  const found = /^template: *(.*)\n((?:(?: .*)?\n)*)/m.exec(`${config}\n`);
  if (!found) return undefined;
  if (!/^\|-?$/.test(found[1]?.trim() ?? '')) {
    throw new UserError<ReleaseNoteReason>('needs-reno', "The project's template for notes is written in a way that only reno reads. Run the releasenotes environment of tox once, so that reno is there.");
  }
  const lines = (found[2] ?? '').trimEnd().split('\n');
  const indent = /^ */.exec(lines.find((line) => line.trim()) ?? '')?.[0].length ?? 0;
  return `${lines.map((line) => line.slice(indent)).join('\n')}\n`;
}

function usualTemplate(prelude: string): string {
  const sections = SECTIONS.map(([key, hint]) => `${key}:\n  - |\n    ${hint}\n`);
  return `---\n${prelude}: >\n    What stands above all notes of the release. Only for major features.\n${sections.join('')}`;
}

/** Names of the sections of a note, in their order. */
export const sectionsOf = (note: string): string[] => [...note.matchAll(/^([a-z]\w*):/gm)].map(([, key = '']) => key);

/** The note with only these sections. */
export function keepSections(note: string, keys: readonly string[]): string {
  return note
    .split(/^(?=[a-z]\w*:)/m)
    .filter((part) => sectionsOf(part).every((key) => keys.includes(key)))
    .join('');
}
