import type { Row } from '../findings/finding';
import { diffOutput } from '../tools/outputs/diff';
import { type LineParser, linesOf, plainLine } from '../tools/outputs/lineParser';
import { hookOutput, type PreCommitLine, readPreCommitLine } from '../tools/outputs/preCommit';
import { readerFor, toolsOf } from '../tools/outputs/tools';
import { readToxLine, type ToxLine } from '../tools/outputs/tox';

/** One command of the environment, or one hook of pre-commit. */
export interface Step {
  /** The command line, or the hook's name. */
  readonly title: string;
  /** The id of a pre-commit hook. */
  readonly hookId?: string;
  /** The tools that it names, as rows go by them; none for a script of the project's own. */
  readonly tools: readonly string[];
  /** `running` only while it does, or when the output was cut off there. */
  readonly state: 'running' | 'passed' | 'failed' | 'skipped';
  readonly exitCode?: number;
  /** It said that it changed files of the project. */
  readonly changedFiles: boolean;
  /** How many rows came out of it. */
  readonly rows: number;
  /** The last lines that were no rows: what a person needs when it failed for another reason than its findings. */
  readonly words: readonly string[];
}

/**
 * The output of `tox -e pep8`, of tox 4 or tox 3, of pre-commit alone or of a single tool: rows and steps.
 *
 * Feed it lines as they come. Nothing in it throws, whatever the lines hold.
 */
export class Pep8Output {
  private readonly done: OpenStep[] = [];
  private command: OpenStep = newStep('');
  private hook: OpenStep | undefined;
  private reader: LineParser = readerFor([]);

  /** @param hookTools the tools that a hook runs, by its id, where the id does not name them */
  constructor(private readonly hookTools: ReadonlyMap<string, readonly string[]> = new Map()) {}

  /** Takes one line, colours and all; gives the rows that it completes. */
  push(rawLine: string): Row[] {
    const line = plainLine(rawLine);
    const tox = readToxLine(line);
    if (tox) return this.takeTox(tox);
    const preCommit = readPreCommitLine(line);
    if (preCommit) return this.takePreCommit(preCommit);
    return this.takeLine(line);
  }

  /** No more lines: the rows still open, and what every step came to. Steps without a word are left out. */
  end(): { rows: Row[]; steps: Step[] } {
    const rows = this.flush();
    this.closeHook();
    const steps = [...this.done, this.command].filter(
      (step) => step.title !== '' || step.words.length > 0 || step.rows > 0,
    );
    return { rows, steps };
  }

  private takeTox(line: ToxLine): Row[] {
    switch (line.kind) {
      case 'command': {
        const rows = this.flush();
        this.closeCommand('passed');
        this.command = newStep(line.command);
        this.reader = readerFor(this.command.tools);
        return rows;
      }
      case 'exit': {
        const rows = this.flush();
        this.closeHook();
        this.command.exitCode = line.exitCode;
        this.command.state = line.exitCode === 0 ? 'passed' : 'failed';
        return rows;
      }
      case 'result': {
        const rows = this.flush();
        this.closeHook();
        if (this.command.state === 'running' && this.command.title !== '') {
          this.command.state = line.ok ? 'passed' : 'failed';
        }
        return rows;
      }
      case 'refused':
        this.command.state = 'failed';
        this.command.words.push(line.words);
        return [];
      case 'other':
        return [];
    }
  }

  private takePreCommit(line: PreCommitLine): Row[] {
    switch (line.kind) {
      case 'hook': {
        const rows = this.flush();
        this.closeHook();
        this.hook = newStep(line.name, line.state);
        this.reader = readerFor([]);
        return rows;
      }
      case 'id':
        if (this.hook) {
          this.hook.hookId = line.id;
          const named = toolsOf(line.id);
          const tools = named.length > 0 ? named : (this.hookTools.get(line.id) ?? []);
          this.hook.tools = tools.length > 0 ? tools : [line.id];
          this.reader = tools.length > 0 ? readerFor(tools) : hookOutput(line.id);
        }
        return [];
      case 'exit':
        if (this.hook) this.hook.exitCode = line.exitCode;
        return [];
      case 'modified':
        if (this.hook) this.hook.changedFiles = true;
        return [];
      case 'duration':
        return [];
      case 'allChanges': {
        const rows = this.flush();
        this.closeHook();
        this.reader = diffOutput('pre-commit', 'new');
        return rows;
      }
    }
  }

  private takeLine(line: string): Row[] {
    const step = this.hook ?? this.command;
    const rows = this.reader.push(line) ?? [];
    step.rows += rows.length;
    if (rows.length === 0 && line.trim() !== '') remember(step, line);
    if (saysChanged.test(line)) step.changedFiles = true;
    return [...rows];
  }

  private flush(): Row[] {
    const rows = [...this.reader.end()];
    (this.hook ?? this.command).rows += rows.length;
    return rows;
  }

  private closeHook(): void {
    if (!this.hook) return;
    this.done.push(this.hook);
    this.hook = undefined;
  }

  private closeCommand(state: 'passed'): void {
    this.closeHook();
    if (this.command.state === 'running' && this.command.title !== '') this.command.state = state;
    if (this.command.title !== '' || this.command.rows > 0) this.done.push(this.command);
  }
}

/** The rows and steps of a whole output. */
export function readPep8Output(
  output: string,
  hookTools?: ReadonlyMap<string, readonly string[]>,
): { rows: Row[]; steps: Step[] } {
  const reader = new Pep8Output(hookTools);
  const rows = linesOf(output).flatMap((line) => reader.push(line));
  const last = reader.end();
  return { rows: [...rows, ...last.rows], steps: last.steps };
}

/** ruff and ruff format, pre-commit-hooks' fixers, codespell -w, autopep8 -v in place. */
const saysChanged = /^(?:Fixing \S|FIXED: |\d+ files? reformatted|Found \d+ errors? \(\d+ fixed)/;

/** Enough for a traceback's end. */
const wordsKept = 40;

interface OpenStep extends Step {
  hookId?: string;
  tools: readonly string[];
  state: Step['state'];
  exitCode?: number;
  changedFiles: boolean;
  rows: number;
  words: string[];
}

function newStep(title: string, state: Step['state'] = 'running'): OpenStep {
  return { title, tools: toolsOf(title), state, changedFiles: false, rows: 0, words: [] };
}

function remember(step: OpenStep, line: string): void {
  step.words.push(line);
  if (step.words.length > wordsKept) step.words.shift();
}
