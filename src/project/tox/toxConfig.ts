/** Asks tox about its configuration, once for each state of the files that hold it. */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { hasCode, messageOf, UserError } from '../../base/errors';
import type { Run, RunResult } from './run';
import type { ToxEnvironment } from './tox';
import { recogniseToxFailure, withoutColours } from './toxFailures';
import { parseToxJson, parseToxList, parseToxText, TOX_KEYS, type ToxEnvironmentName } from './toxOutput';

/** `no-tox`: it is not installed. `unknown-environment`: it has none so named. `tox-failed`: see its words. */
type ToxProblem = 'no-tox' | 'unknown-environment' | 'tox-failed';

/** How tox is started: `tox`, or a Python with `-m tox`. */
export interface ToxProgram {
  readonly file: string;
  readonly args: readonly string[];
}

/** Files that tox reads its configuration from. Source: tox documentation, "Discovery and file types". */
const CONFIG_FILES = ['tox.ini', 'setup.cfg', 'pyproject.toml', 'tox.toml'];

/** tox answers in half a second; a project that wants another tox makes it install that first. */
const TIMEOUT_MS = 120_000;

export class ToxConfig {
  private readonly answers = new Map<string, { readonly state: string; readonly answer: Promise<unknown> }>();

  constructor(
    private readonly root: string,
    private readonly run: Run,
    private readonly program: ToxProgram = { file: 'tox', args: [] },
  ) {}

  /** All environments that the project names; generated ones such as `py{310,311}-x` included. */
  environments(): Promise<ToxEnvironmentName[]> {
    return this.remembered('list', async () => {
      // tox 3 takes the word `list` for an argument of its commands, and would run them.
      const isTox3 = (await this.version()) < 4;
      return parseToxList((await this.ask(isTox3 ? ['-a', '-v'] : ['list'])).stdout);
    });
  }

  /** What tox would do in an environment. Makes no environment. Rejects with a `UserError` with a `ToxProblem`. */
  environment(name: string): Promise<ToxEnvironment> {
    return this.remembered(`env ${name}`, async () => {
      const isTox3 = (await this.version()) < 4;
      const found = isTox3 ? await this.askTox3(name) : await this.askTox4(name);
      const environment = found.find((each) => each.name === name);
      if (environment) return environment;
      throw new UserError<ToxProblem>('unknown-environment', `tox knows no environment ${name}.`);
    });
  }

  /** Major version of tox. Only it tells which commands there are: tox 3 runs tests when it is asked for `config`. */
  private version(): Promise<number> {
    return this.remembered('version', async () => {
      const answer = await this.ask(['--version']);
      const major = /^(?:tox )?(\d+)\./m.exec(answer.stdout)?.[1];
      if (major === undefined) throw problemOf(answer);
      return Number(major);
    });
  }

  private async askTox4(name: string): Promise<ToxEnvironment[]> {
    const query = ['config', '-e', name, '-k', ...TOX_KEYS];
    const json = await this.tox([...query, '--format', 'json']);
    if (json.exitCode === 0) {
      const found = parseToxJson(json.stdout, this.root);
      if (found) return found;
    } else if (!/unrecognized arguments: .*--format/.test(json.stdout + json.stderr)) {
      throw problemOf(json);
    }
    return parseToxText((await this.ask(query)).stdout, this.root);
  }

  private async askTox3(name: string): Promise<ToxEnvironment[]> {
    return parseToxText((await this.ask(['--showconfig', '-e', name])).stdout, this.root);
  }

  private async ask(args: readonly string[]): Promise<RunResult> {
    const result = await this.tox(args);
    if (result.exitCode !== 0) throw problemOf(result);
    return result;
  }

  private async tox(args: readonly string[]): Promise<RunResult> {
    try {
      return await this.run(this.program.file, [...this.program.args, ...args], {
        cwd: this.root,
        timeoutMs: TIMEOUT_MS,
      });
    } catch (error) {
      const notFound = hasCode(error, 'ENOENT') || (error instanceof UserError && error.reason === 'no-program');
      if (notFound) throw new UserError<ToxProblem>('no-tox', 'tox is not installed.', { cause: error });
      throw new UserError<ToxProblem>('tox-failed', `tox could not be started: ${messageOf(error)}`, { cause: error });
    }
  }

  /** The answer to a question, asked again when a file of the configuration changed or the answer was an error. */
  private async remembered<Answer>(question: string, ask: () => Promise<Answer>): Promise<Answer> {
    const state = await this.state();
    const known = this.answers.get(question);
    if (known?.state === state) return known.answer as Promise<Answer>;
    const answer = ask();
    this.answers.set(question, { state, answer });
    answer.catch(() => {
      if (this.answers.get(question)?.answer === answer) this.answers.delete(question);
    });
    return answer;
  }

  private async state(): Promise<string> {
    const states = await Promise.all(
      CONFIG_FILES.map(async (file) => {
        try {
          const { mtimeMs, size } = await stat(path.join(this.root, file));
          return `${mtimeMs} ${size}`;
        } catch {
          return '-'; // a file that is not there, or cannot be read, is a state too
        }
      }),
    );
    return states.join(',');
  }
}

function problemOf(result: RunResult): UserError<ToxProblem> {
  const output = withoutColours(`${result.stdout}\n${result.stderr}`);
  const failure = recogniseToxFailure(output);
  if (failure?.reason === 'no-tox') return new UserError<ToxProblem>('no-tox', failure.sentence);
  if (failure?.reason === 'unknown-environment') {
    return new UserError<ToxProblem>('unknown-environment', failure.sentence);
  }
  const words = output.trim().split('\n').slice(-5).join('\n');
  return new UserError<ToxProblem>(
    'tox-failed',
    failure?.sentence ?? (words || `tox ended with ${result.exitCode ?? result.signal}.`),
  );
}
