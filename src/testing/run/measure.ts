/** How a run is measured: with what the project's cover environment and its coverage settings say, and files of ours. */
import { join, resolve } from 'node:path';
import { readCoverageConfig } from '../../coverage';
import type { ProjectFiles } from '../../project/files';

export interface MeasurePlan {
  /** Options of `coverage run`, each a plain word: they go through a line for a shell. */
  readonly runOptions: readonly string[];
  /** Options that name the settings, for `coverage combine` and `coverage xml`. */
  readonly fileOptions: readonly string[];
  /** A copy of the project's settings that is to be written and named by COVERAGE_RCFILE; only for contexts. */
  readonly settings: { readonly path: string; readonly text: string } | undefined;
}

export interface MeasureWishes {
  readonly contexts: boolean;
  /** What is measured when the project does not say. */
  readonly testPackage: string | undefined;
  /**
   * What the cover environment sets, of which PYTHON, such as `coverage run --source nova --parallel-mode`, and
   * COVERAGE_RCFILE count; nothing when there is none.
   */
  readonly cover: Readonly<Record<string, string>>;
  /** Absolute path of our folder. */
  readonly folder: string;
}

const MAX_BYTES = 1 << 20;

/** Options of `coverage run` that say what is measured; those with a value have it behind `=` or as the next word. */
const KEPT = /^--(?:source|source_pkgs|include|omit|concurrency|rcfile|branch|timid|pylib)$/;
const WITHOUT_VALUE = /^--(?:branch|timid|pylib)$/;
/** What a shell takes as it stands. */
const PLAIN = /^[\w@%+=:,./-]+$/;

export async function measurePlan(root: string, files: ProjectFiles, wishes: MeasureWishes): Promise<MeasurePlan> {
  const { cover } = wishes;
  const options = coverOptions(cover.PYTHON ?? '');
  const isNamed = options.some((option) => option.startsWith('--rcfile='));
  if (!isNamed && cover.COVERAGE_RCFILE && PLAIN.test(cover.COVERAGE_RCFILE)) {
    options.push(`--rcfile=${cover.COVERAGE_RCFILE}`);
  }
  const rcfile = options.filter((option) => option.startsWith('--rcfile='));
  const named = rcfile.at(-1)?.slice('--rcfile='.length);
  const settings = named === undefined ? undefined : resolve(root, named);
  const config = await readCoverageConfig(root, files, { settings, variables: cover });
  const saysWhat =
    options.some((option) => /^--(?:source|source_pkgs|include)=/.test(option)) || config.saysWhatIsMeasured;
  const source = saysWhat || wishes.testPackage === undefined ? [] : [`--source=${wishes.testPackage}`];
  const own = named ?? config.file;

  if (!wishes.contexts) {
    return { runOptions: ['--parallel-mode', ...source, ...options], fileOptions: rcfile, settings: undefined };
  }
  const text = (own === undefined ? undefined : await files.read(resolve(root, own), MAX_BYTES)) ?? '';
  const isToml = own?.endsWith('.toml') ?? false;
  // coverage.py tells the format of its settings by the end of the name.
  const path = join(wishes.folder, isToml ? 'settings.toml' : 'settings.ini');
  const kept = options.filter((option) => !option.startsWith('--rcfile='));
  return {
    runOptions: ['--parallel-mode', ...source, ...kept],
    fileOptions: [],
    settings: { path, text: withContexts(text, isToml, own) },
  };
}

/** What `PYTHON=coverage run --source nova --parallel-mode` of a cover environment says is measured. */
export function coverOptions(python: string): string[] {
  const words = python.trim().split(/\s+/);
  const start = words.indexOf('run');
  if (start < 1 || !/(?:^|\/)coverage3?$/.test(words[start - 1] ?? '')) return [];
  const options: string[] = [];
  for (let i = start + 1; i < words.length; i++) {
    const [name = '', ...rest] = words[i]!.split('=');
    if (!KEPT.test(name)) continue;
    if (WITHOUT_VALUE.test(name)) {
      options.push(name);
      continue;
    }
    const value = rest.length > 0 ? rest.join('=') : (words[++i] ?? '');
    if (PLAIN.test(value)) options.push(`${name}=${value}`);
  }
  return options;
}

/** The settings with `dynamic_context = test_function`, unless they name one. */
export function withContexts(text: string, isToml: boolean, file: string | undefined): string {
  if (/^\s*dynamic_context\s*[=:]/m.test(text)) return text;
  const section = isToml ? /^\[(?:tool\.coverage\.)?run\][^\S\n]*(?:#.*)?$/m : /^\[(?:coverage:)?run\][^\S\n]*$/m;
  const line = isToml ? 'dynamic_context = "test_function"' : 'dynamic_context = test_function';
  if (section.test(text)) return text.replace(section, (header) => `${header}\n${line}`);
  const header = isToml && file !== '.coveragerc.toml' ? '[tool.coverage.run]' : '[run]';
  return `${text === '' || text.endsWith('\n') ? text : `${text}\n`}${header}\n${line}\n`;
}
