import { basename, join, relative, resolve } from 'node:path';
import { isInside } from '../../base/paths';
import { isExecutable, namesIn } from '../../base/programs';
import { programOf } from '../../project/virtualEnvironment';
import type { Checker } from './checkerCalls';
import { type Hook, titleOf } from './preCommit/hooks';
import { installedProgram } from './preCommit/installed';
import type { Command } from './run';
import { STYLE_ENVIRONMENTS } from './styleEnvironment';

/** What decides beside the project. */
export interface Machine {
  /** The flake8 that a person chose, or an interpreter that has it; empty when nobody chose. */
  readonly chosenFlake8?: string;
  readonly variables?: NodeJS.ProcessEnv;
  readonly platform?: NodeJS.Platform;
}

export interface FoundProgram {
  readonly command: Command;
  /** Where it is, for a person; see `FoundTool`. */
  readonly place: string;
}

/** Where the tools of a project are. */
export class Programs {
  /** @param environment the style environment of tox, where the project has one */
  constructor(
    private readonly root: string,
    private readonly environment: { readonly envDir: string } | undefined,
    private readonly machine: Machine,
  ) {}

  /**
   * A checker where the gate has it: in the environment of the hook that brings it, or that of tox whose command names
   * it. Another version elsewhere may know other rules, so it takes its place only where tox has no style environment.
   */
  async find(checker: Checker, hook: Hook | undefined): Promise<FoundProgram | undefined> {
    const { chosenFlake8 = '' } = this.machine;
    // Whether it exists is found out by running it: another one in its place would surprise.
    if (checker === 'flake8' && chosenFlake8 !== '') return { command: commandOf(chosenFlake8), place: chosenFlake8 };
    if (!this.environment) return this.findAnywhere(checker, hook);
    // What a hook of the system runs is what the environment that runs pre-commit has.
    return hook && !isOfSystem(hook) ? this.inStore(checker, hook) : this.inFolder(checker, this.environment.envDir);
  }

  /** A tool of any environment of the project. */
  async findAnywhere(name: string, hook: Hook | undefined): Promise<FoundProgram | undefined> {
    const names = (await namesIn(join(this.root, '.tox'))).sort();
    const known = STYLE_ENVIRONMENTS.filter((each) => names.includes(each));
    const others = names.filter((each) => !(known as readonly string[]).includes(each));
    const own = [...(this.environment ? [this.environment.envDir] : []), ...known.map((each) => `.tox/${each}`)];
    return (
      (await this.inFolders(name, own)) ??
      (hook && (await this.inStore(name, hook))) ??
      this.inFolders(name, [...others.map((each) => `.tox/${each}`), '.venv', 'venv'])
    );
  }

  private async inFolders(name: string, folders: readonly string[]): Promise<FoundProgram | undefined> {
    for (const folder of folders) {
      const found = await this.inFolder(name, folder);
      if (found) return found;
    }
    return undefined;
  }

  private async inFolder(name: string, folder: string): Promise<FoundProgram | undefined> {
    const { platform = process.platform } = this.machine;
    const path = resolve(this.root, folder);
    const file = programOf(path, name, platform);
    if (!(await isExecutable(file))) return undefined;
    const place = isInside(this.root, path) ? relative(this.root, path).replaceAll('\\', '/') : path;
    return { command: { file, args: [] }, place };
  }

  private async inStore(name: string, hook: Hook): Promise<FoundProgram | undefined> {
    const { variables, platform } = this.machine;
    const file = await installedProgram(hook, name, variables, platform);
    return file === undefined ? undefined : { command: { file, args: [] }, place: `pre-commit (${titleOf(hook)})` };
  }
}

function isOfSystem({ language }: Hook): boolean {
  return (
    language === 'system' || language === 'unsupported' || language === 'script' || language === 'unsupported_script'
  );
}

function commandOf(program: string): Command {
  const isPython = /^python[\d.]*(?:\.exe)?$/i.test(basename(program));
  return { file: program, args: isPython ? ['-m', 'flake8'] : [] };
}
