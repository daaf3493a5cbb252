/**
 * How git is run to read. A repository is hostile input: what its configuration could make git run is switched off
 * where git allows it: fsmonitor, external diffs, text conversion, signature checks, pagers and fetching of missing
 * objects. Clean filters that its own `.git/config` names run as they do for `git status`: ask only where the folder is
 * trusted.
 */
import { messageOf, UserError } from './errors';
import { runProcess } from './process';

export type GitReason =
  | 'no-git'
  | 'not-a-repository'
  | 'unsafe-repository'
  | 'no-commits'
  | 'unknown-ref'
  | 'invalid-ref'
  | 'no-merge-base'
  | 'too-big'
  | 'git-failed';

/** What git prints beyond this is refused: a diff or a file of such a size is no change that a person makes. */
const MOST_OUTPUT = 64 * 1024 * 1024;

/** A command that says nothing for so long is stopped. */
const SILENCE_MS = 60_000;

/** Settings for every command, whatever the person's and the repository's own are. */
const CONFIG = [
  'core.quotePath=false',
  'core.fsmonitor=false',
  // `git diff` would otherwise write what it found out about times into the index, GIT_OPTIONAL_LOCKS or not.
  'diff.autoRefreshIndex=false',
  'log.showSignature=false',
];

const ENVIRONMENT = {
  LC_ALL: 'C',
  GIT_OPTIONAL_LOCKS: '0',
  // A partial clone would otherwise fetch what a command asks for.
  GIT_NO_LAZY_FETCH: '1',
  GIT_TERMINAL_PROMPT: '0',
};

/** Where the person keeps the configuration of git; everything else that git reads of the environment is left out. */
const KEPT = [
  ...['GIT_CONFIG_GLOBAL', 'GIT_CONFIG_SYSTEM', 'GIT_CONFIG_NOSYSTEM'],
  // Who the person is.
  ...['GIT_AUTHOR_NAME', 'GIT_AUTHOR_EMAIL', 'GIT_COMMITTER_NAME', 'GIT_COMMITTER_EMAIL'],
];

/** git ended with an exit code other than 0. */
export class GitExit extends Error {
  constructor(
    readonly code: number,
    readonly stderr: string,
  ) {
    super(`git ended with exit code ${code}: ${stderr.trim()}`);
  }
}

export async function runGit(folder: string, args: readonly string[]): Promise<string> {
  const abort = new AbortController();
  let exit: GitExit | undefined;
  try {
    // Loaded with the first question, for activation waits for everything that is imported at the top.
    const { simpleGit } = await import('simple-git');
    const git = simpleGit({
      baseDir: folder,
      config: CONFIG,
      // The library refuses to touch this setting unless told that we mean it: here it is switched off.
      unsafe: { allowUnsafeFsMonitor: true, allowUnsafeConfigPaths: true },
      allowEnvironment: [...Object.keys(ENVIRONMENT), ...KEPT],
      completion: { onClose: true, onExit: false },
      timeout: { block: SILENCE_MS },
      abort: abort.signal,
      errors: (error, { exitCode, stdErr }) => {
        // Negative where git could not be started: then `error` says why.
        if (exitCode > 0) exit = new GitExit(exitCode, Buffer.concat(stdErr).toString());
        return error ?? exit;
      },
    });
    git.outputHandler((_command, stdout) => {
      let size = 0;
      stdout.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > MOST_OUTPUT) abort.abort();
      });
    });
    return await git.env({ ...environment(), ...ENVIRONMENT }).raw([...args]);
  } catch (error) {
    throw asUserError(error, exit, folder, abort.signal.aborted);
  }
}

/**
 * Texts of blobs by their names, such as `COMMIT:PATH`, in the same order; undefined for what is none. No name may have
 * a line break. Throws UserError with a `GitReason`.
 */
export async function readObjects(folder: string, names: readonly string[]): Promise<(string | undefined)[]> {
  if (names.length === 0) return [];
  const config = CONFIG.flatMap((setting) => ['-c', setting]);
  const chunks: Buffer[] = [];
  let size = 0;
  const abort = new AbortController();
  const { exitCode, ended, stderr } = await runProcess('git', [...config, 'cat-file', '--batch'], {
    cwd: folder,
    env: { ...environment(), ...ENVIRONMENT },
    input: names.map((name) => `${name}\n`).join(''),
    signal: abort.signal,
    timeoutMs: SILENCE_MS,
    onStdout: (bytes) => {
      size += bytes.length;
      if (size > MOST_OUTPUT) abort.abort();
      else chunks.push(Buffer.from(bytes));
    },
  });
  const failed = exitCode === 0 && ended === 'byItself' ? undefined : new GitExit(exitCode ?? -1, stderr);
  if (failed) throw asUserError(failed, failed, folder, abort.signal.aborted);
  return parseObjects(Buffer.concat(chunks), names.length);
}

/** For each object `NAME TYPE SIZE`, its bytes and a line break; one line that ends otherwise for what is none. */
function parseObjects(output: Buffer, count: number): (string | undefined)[] {
  const texts: (string | undefined)[] = [];
  let at = 0;
  while (texts.length < count) {
    const end = output.indexOf('\n', at);
    if (end < 0) throw new UserError<GitReason>('git-failed', 'git could not answer: cat-file ended too early');
    const [, type, bytes] = /^[0-9a-f]+ (\w+) (\d+)$/.exec(output.toString('utf8', at, end)) ?? [];
    at = end + 1;
    if (bytes === undefined) {
      texts.push(undefined);
      continue;
    }
    texts.push(type === 'blob' ? output.toString('utf8', at, at + Number(bytes)) : undefined);
    at += Number(bytes) + 1;
  }
  return texts;
}

/** Without what would lead git elsewhere, or start programs. The library would refuse to run with some of it. */
function environment(): NodeJS.ProcessEnv {
  const left = Object.entries(process.env).filter(
    ([name]) => KEPT.includes(name) || !/^(git.*|editor|visual|pager|prefix|ssh_askpass)$/i.test(name),
  );
  return Object.fromEntries(left);
}

function asUserError(error: unknown, exit: GitExit | undefined, folder: string, tooBig: boolean): UserError<GitReason> {
  if (tooBig) return new UserError('too-big', 'The change is too big to be looked at.', { cause: error });
  const text = exit?.stderr ?? messageOf(error);
  const cause = exit ?? error;
  if (!exit && text.includes('ENOENT')) {
    return new UserError('no-git', 'The program git is not found. Install it and start the editor again.', { cause });
  }
  if (text.includes('dubious ownership')) {
    const advice = `git config --global --add safe.directory ${folder}`;
    return new UserError('unsafe-repository', `${folder} belongs to another user. To trust it: ${advice}`, { cause });
  }
  if (/not a git repository|must be run in a work tree|directory that does not exist/.test(text)) {
    return new UserError('not-a-repository', `${folder} is not in the working tree of a git repository.`, { cause });
  }
  return new UserError('git-failed', `git could not answer: ${text.trim().split('\n')[0]}`, { cause });
}
