/** Lines of tracked files that have one of some words, as git finds them: fast, and without files of its own making. */
import { UserError } from '../../base/errors';
import type { Repository } from '../../base/git';
import { GitExit } from '../../base/gitRun';

export interface Line {
  /** Relative to the top of the repository, with `/`. */
  readonly path: string;
  /** 1-based. */
  readonly line: number;
  /** Without its line end. */
  readonly text: string;
}

export interface GrepQuestion {
  /** Not regular expressions. */
  readonly words: readonly string[];
  readonly ignoreCase?: boolean;
  /** Pathspecs of git; all files without them. */
  readonly paths?: readonly string[];
  /** The commit that is searched; the working tree without one. */
  readonly commit?: string | undefined;
}

/**
 * In one form, whatever the person's settings are. Binary files are left out, and so are submodules, untracked files,
 * and what a sparse checkout leaves out.
 */
const OPTIONS = ['--null', '--line-number', '--full-name', '-I', '--fixed-strings'];
const NO_SETTINGS = ['--no-color', '--no-column', '--no-recurse-submodules'];

/**
 * In the order of git: by path, then line. Undefined where git has more to print than anybody reads.
 * @throws UserError with a `GitReason`
 */
export async function grep(
  repository: Repository,
  { words, ignoreCase = false, paths = [], commit }: GrepQuestion,
): Promise<Line[] | undefined> {
  if (words.length === 0) return [];
  const patterns = words.flatMap((word) => ['-e', word]);
  const where = [...(commit === undefined ? [] : [commit]), '--', ...paths];
  const options = [...OPTIONS, ...NO_SETTINGS, ...(ignoreCase ? ['--ignore-case'] : [])];
  try {
    const output = await repository.run(['grep', ...options, ...patterns, ...where]);
    return parseGrep(output, commit === undefined ? '' : `${commit}:`);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    // Nothing found; real failures end with 128.
    if (error.cause instanceof GitExit && error.cause.code === 1) return [];
    if (error.reason === 'too-big') return undefined;
    throw error;
  }
}

/** Each hit is `PATH NUL LINE NUL TEXT` and a line end. Only a text cannot have line ends: a path can. */
export function parseGrep(output: string, prefix: string): Line[] {
  const hits: Line[] = [];
  for (let at = 0; at < output.length; ) {
    const afterPath = output.indexOf('\0', at);
    const afterLine = afterPath < 0 ? -1 : output.indexOf('\0', afterPath + 1);
    if (afterLine < 0) break;
    const lineEnd = output.indexOf('\n', afterLine);
    const end = lineEnd < 0 ? output.length : lineEnd;
    const path = output.slice(at, afterPath);
    hits.push({
      path: path.startsWith(prefix) ? path.slice(prefix.length) : path,
      line: Number(output.slice(afterPath + 1, afterLine)),
      text: output.slice(afterLine + 1, end).replace(/\r$/, ''),
    });
    at = end + 1;
  }
  return hits;
}
