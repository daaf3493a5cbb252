import { join } from 'node:path';
import * as v from 'valibot';
import { MAX_YAML_BYTES, readYaml } from '../../../base/yaml';
import type { ProjectFiles } from '../../../project/files';

export const PRE_COMMIT_CONFIG = '.pre-commit-config.yaml';

/** One hook of a `.pre-commit-config.yaml`, as far as this feature asks. */
export interface Hook {
  readonly id: string;
  /** Where it comes from: a URL, `local`, `meta`. */
  readonly repo: string;
  /** The tag or commit of the repository; local hooks have none. */
  readonly rev: string | undefined;
  /** The command of a local hook; others have theirs in their repository. */
  readonly entry: string | undefined;
  readonly args: readonly string[];
  /** `python`, `system`; undefined: what its own repository says. */
  readonly language: string | undefined;
  /** What is installed beside it; undefined: what its own repository says. */
  readonly dependencies: readonly string[] | undefined;
  /** Whether it is given the names of the files that it is for; else its command says what it looks at. */
  readonly passesFiles: boolean;
  /** Whether the hook is for a file, by its path from the root. */
  readonly looksAt: (path: string) => boolean;
  /** Whether the hook is for a file with such tags; undefined: what its own repository says. */
  readonly isForTags: ((tags: ReadonlySet<string>) => boolean) | undefined;
  /** Whether it runs at a stage, such as `pre-commit` or `manual`. */
  readonly runsAt: (stage: string) => boolean;
}

/** `hacking 8.1.0`; a local hook has no version. */
export function titleOf({ id, rev }: Hook): string {
  return rev === undefined ? id : `${id} ${rev}`;
}

/** A value of another type is none, here as everywhere below: pre-commit itself says what is wrong with it. */
const word = v.fallback(v.optional(v.string()), undefined);
const words = v.fallback(v.optional(v.array(v.string())), undefined);
const flag = v.fallback(v.optional(v.boolean()), undefined);
const filter = { files: word, exclude: word };
const types = { types: words, types_or: words, exclude_types: words };
const hookShape = v.object({
  ...{ id: v.string(), entry: word, args: words, language: word, additional_dependencies: words },
  ...{ pass_filenames: flag, stages: words },
  ...types,
  ...filter,
});
const repoShape = v.object({ repo: v.string(), rev: word, hooks: v.array(v.unknown()) });
const configShape = v.object({ repos: v.array(v.unknown()), default_stages: words, ...filter });

/**
 * The hooks of a root's `.pre-commit-config.yaml`; none when there is no such file. What is no hook is passed over.
 *
 * @param root absolute path
 * @throws UserError `bad-yaml`, `too-big`
 */
export async function readHooks(root: string, files: ProjectFiles): Promise<Hook[]> {
  const text = await files.read(join(root, PRE_COMMIT_CONFIG), MAX_YAML_BYTES);
  return text === undefined ? [] : parseHooks(text);
}

/** @throws UserError `bad-yaml` */
export async function parseHooks(text: string): Promise<Hook[]> {
  const config = v.safeParse(configShape, await readYaml(text, PRE_COMMIT_CONFIG));
  if (!config.success) return [];
  const looksAtAll = filterOf(config.output);
  return valid(repoShape, config.output.repos).flatMap(({ repo, rev, hooks }) =>
    valid(hookShape, hooks).map((hook) => {
      const looksAt = filterOf(hook);
      return {
        id: hook.id,
        repo,
        rev,
        entry: hook.entry,
        args: hook.args ?? [],
        language: hook.language,
        dependencies: hook.additional_dependencies,
        passesFiles: hook.pass_filenames ?? true,
        looksAt: (path: string) => looksAtAll(path) && looksAt(path),
        isForTags: tagFilterOf(hook, repo),
        runsAt: stageFilterOf(hook.stages ?? config.output.default_stages ?? []),
      };
    }),
  );
}

function valid<Shape extends v.GenericSchema>(shape: Shape, values: readonly unknown[]): v.InferOutput<Shape>[] {
  return values.flatMap((value) => {
    const read = v.safeParse(shape, value);
    return read.success ? [read.output] : [];
  });
}

type Types = Pick<v.InferOutput<typeof hookShape>, keyof typeof types>;

/** Source: pre-commit 4, commands/run.py, Classifier.by_types. */
function tagFilterOf({ types, types_or: any = [], exclude_types: none = [] }: Types, repo: string): Hook['isForTags'] {
  if (types === undefined && any.length === 0 && none.length === 0 && repo !== 'local') return undefined;
  return (tags) =>
    (types ?? []).every((tag) => tags.has(tag)) &&
    (any.length === 0 || any.some((tag) => tags.has(tag))) &&
    !none.some((tag) => tags.has(tag));
}

/** The names that stages had before pre-commit 3.2. */
const OLD_STAGES: Readonly<Record<string, string>> = {
  commit: 'pre-commit',
  push: 'pre-push',
  'merge-commit': 'pre-merge-commit',
};

/** A hook without stages runs at all of them. */
function stageFilterOf(stages: readonly string[]): Hook['runsAt'] {
  const named = new Set(stages.map((stage) => OLD_STAGES[stage] ?? stage));
  return (stage) => named.size === 0 || named.has(OLD_STAGES[stage] ?? stage);
}

interface Filter {
  readonly files?: string | undefined;
  readonly exclude?: string | undefined;
}

/** pre-commit searches both patterns in the path with `/`, which Python and JavaScript do alike for what people use. */
function filterOf(filter: Filter): (path: string) => boolean {
  const files = patternOf(filter.files);
  const exclude = patternOf(filter.exclude);
  return (path) => {
    const unix = path.replaceAll('\\', '/');
    return (files?.test(unix) ?? true) && !(exclude?.test(unix) ?? false);
  };
}

function patternOf(pattern: string | undefined): RegExp | undefined {
  if (pattern === undefined) return undefined;
  try {
    return new RegExp(withoutLayout(pattern));
  } catch {
    return undefined; // a pattern of Python alone: the hook looks at every file then
  }
}

/** `(?x)`, which long lists of paths are written with, lets a pattern have spaces, line ends and comments. */
function withoutLayout(pattern: string): string {
  const verbose = /^\s*\(\?x\)/.exec(pattern);
  if (!verbose) return pattern;
  const pieces = /\\[^]|\[\^?\]?(?:\\[^]|[^\]\\])*\]|#.*|\s+/g;
  return pattern.slice(verbose[0].length).replace(pieces, (piece) => (/^[#\s]/.test(piece) ? '' : piece));
}
