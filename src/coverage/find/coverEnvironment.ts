/**
 * Whether `tox -e cover` can be run for a person: some projects measure the commit before as well, and check it out in
 * the person's own working tree. Told by reading the commands and the project's scripts that they call.
 */
import { join, relative, resolve, sep } from 'node:path';
import { UserError } from '../../base/errors';
import { isInside } from '../../base/paths';
import { type ProjectFiles } from '../../project/files';
import { readTox } from '../../project/tox/readTox';
import { type ReadEnvironment, type ToxCommand } from '../../project/tox/tox';
import { type GitUse, gitUseIn } from './gitUse';

export type CoverEnvironment =
  | { readonly kind: 'missing' }
  | { readonly kind: 'safe'; readonly environment: ReadEnvironment }
  | { readonly kind: 'unsafe'; readonly environment: ReadEnvironment; readonly why: Danger };

/** The line that would touch the working tree. */
export interface Danger extends GitUse {
  /** The file that says so, relative to the root, with `/`. */
  readonly script: string;
  /** 1-based; undefined for a command in a TOML file. */
  readonly line: number | undefined;
}

/** Largest script that is read, how many are followed in all, and how far scripts that call scripts are followed. */
const MAX_BYTES = 256 * 1024;
const MAX_SCRIPTS = 20;
const MAX_DEPTH = 3;

/**
 * @param root absolute path of the project
 * @param name the environment; governance's testing interface calls it `cover` for every project
 * @throws UserError `too-big` when tox's own file is larger than 1 MiB
 */
export async function readCoverEnvironment(
  root: string,
  files: ProjectFiles,
  name = 'cover',
): Promise<CoverEnvironment> {
  const environment = (await readTox(root, files))?.environment(name);
  if (!environment) return { kind: 'missing' };
  const why = await new Search(root, files).inCommands(environment);
  return why ? { kind: 'unsafe', environment, why } : { kind: 'safe', environment };
}

class Search {
  private readonly seen = new Set<string>();

  constructor(
    private readonly root: string,
    private readonly files: ProjectFiles,
  ) {}

  async inCommands({ commands, file, changeDir }: ReadEnvironment): Promise<Danger | undefined> {
    for (const { args, line } of commands) {
      const use = gitUseIn(args.join(' '));
      if (use) return { ...use, script: file, line };
    }
    for (const { args } of commands) {
      const script = scriptOf({ args });
      const danger = script === undefined ? undefined : await this.inScript([resolve(changeDir, script)], 1);
      if (danger) return danger;
    }
    return undefined;
  }

  /** @param paths where the script may be: the first that exists is meant */
  private async inScript(paths: readonly string[], depth: number): Promise<Danger | undefined> {
    const found = await this.firstOf(paths);
    if (!found) return undefined;
    const lines = joinedLines(found.text);
    const uses = lines.flatMap(({ text, line }) => {
      const use = gitUseIn(text);
      return use ? [{ ...use, script: relative(this.root, found.path).replaceAll(sep, '/'), line }] : [];
    });
    // What moves the person's work says more than the question that comes before it.
    const worst = uses.find(({ moves }) => moves) ?? uses[0];
    if (worst) return worst;
    if (depth === MAX_DEPTH) return undefined;
    for (const name of new Set(lines.flatMap(({ text }) => scriptsNamedIn(text)))) {
      const danger = await this.inScript([join(this.root, name), resolve(found.path, '..', name)], depth + 1);
      if (danger) return danger;
    }
    return undefined;
  }

  private async firstOf(paths: readonly string[]): Promise<{ path: string; text: string } | undefined> {
    for (const path of paths) {
      if (!isInside(this.root, path) || this.seen.has(path) || this.seen.size >= MAX_SCRIPTS) continue;
      const text = await this.readScript(path);
      if (text === undefined) continue;
      this.seen.add(path);
      return { path, text };
    }
    return undefined;
  }

  /** A file that is too large is no script, and a program is none either. */
  private async readScript(path: string): Promise<string | undefined> {
    try {
      const text = await this.files.read(path, MAX_BYTES);
      return text?.includes('\0') ? undefined : text;
    } catch (error) {
      if (error instanceof UserError && error.reason === 'too-big') return undefined;
      throw error;
    }
  }
}

/** The file that a command runs: the program itself when it is named by a path, or what it gives to an interpreter. */
function scriptOf({ args: [program = '', ...args] }: Pick<ToxCommand, 'args'>): string | undefined {
  const name = program.split('/').pop() ?? '';
  if (name === 'env') {
    const at = args.findIndex((arg) => !arg.includes('=') && !arg.startsWith('-'));
    return at < 0 ? undefined : scriptOf({ args: args.slice(at) });
  }
  if (/^(?:(?:ba|da|k|z)?sh|python[\d.]*)$/.test(name)) return args.find((arg) => !arg.startsWith('-'));
  return program.includes('/') || /\.(?:sh|py)$/.test(program) ? program : undefined;
}

/** Names in a line of a script that look like scripts: `tools/x.sh`, `$(dirname $0)/x.sh`, `./x.py`. */
function scriptsNamedIn(line: string): string[] {
  return line
    .split(/[\s'"`;&|(){}=]+/)
    .filter((word) => word.length < 200 && /\.(?:sh|bash|py)$/.test(word))
    .map((word) => word.replace(/^.*\$[^/]*\//, '').replace(/^(?:\.?\/)+/, ''));
}

/** Lines that are no comments; one that ends with `\` goes on in the next. Cut where no line of a script is as long. */
function joinedLines(text: string): { text: string; line: number }[] {
  const done: { text: string; line: number }[] = [];
  let open: { text: string; line: number } | undefined;
  text.split(/\r\n|\r|\n/).forEach((raw, i) => {
    const content = raw.trim().slice(0, 2000);
    if (content.startsWith('#')) return;
    const goesOn = content.endsWith('\\');
    const soFar = `${open?.text ?? ''} ${goesOn ? content.slice(0, -1) : content}`;
    open = { text: soFar.slice(0, 4000), line: open?.line ?? i + 1 };
    if (goesOn) return;
    done.push(open);
    open = undefined;
  });
  if (open) done.push(open);
  return done;
}
