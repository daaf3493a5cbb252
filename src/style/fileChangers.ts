import type { ProjectFiles } from '../project/files';
import { readTox } from '../project/tox/readTox';
import type { ToxCommand } from '../project/tox/tox';
import { toolsOf } from './outputs/tools';
import { changesFiles } from './preCommit/changers';
import { readHooks } from './preCommit/hooks';

/** tox environments that hold the project's style checks, under the names that projects give them. */
export const STYLE_ENVIRONMENTS = ['pep8', 'linters', 'lint', 'flake8'] as const;

/** The tox environment with a project's style checks. */
export interface StyleEnvironment {
  readonly name: string;
  /** Tools of it that do not only look but write, as a person knows them: `ruff format`, `trailing-whitespace`. */
  readonly changers: readonly string[];
  /** Tools that its own commands call: `flake8`, `mypy`. Those of pre-commit's hooks are not among them. */
  readonly tools: readonly string[];
  /** Whether it has pre-commit run its hooks. */
  readonly runsPreCommit: boolean;
}

/**
 * Undefined when tox's settings name no such environment.
 * @throws UserError `bad-yaml`, `too-big`: what pre-commit would do is not known then
 */
export async function readStyleEnvironment(root: string, files: ProjectFiles): Promise<StyleEnvironment | undefined> {
  const tox = await readTox(root, files);
  for (const name of STYLE_ENVIRONMENTS) {
    const environment = tox?.environment(name);
    if (!environment) continue;
    const changers = new Set<string>();
    const tools = new Set<string>();
    for (const command of environment.commands) {
      // A formatter is no checker.
      if (!/\bruff format\b/.test(command.args.join(' '))) toolsOf(command.args.join(' ')).forEach((tool) => tools.add(tool));
      if (runsPreCommit(command)) {
        for (const hook of await readHooks(root, files)) if (changesFiles(hook)) changers.add(hook.id);
      }
      const tool = changerIn(command.args);
      if (tool !== undefined) changers.add(tool);
    }
    const runsHooks = environment.commands.some(runsPreCommit);
    return { name, changers: [...changers], tools: [...tools], runsPreCommit: runsHooks };
  }
  return undefined;
}

function runsPreCommit({ args }: ToxCommand): boolean {
  return args.some((word) => nameOf(word) === 'pre-commit') && args.includes('run');
}

/** Formatters write unless they are told to compare; linters only when they are told to fix. */
function changerIn(args: readonly string[]): string | undefined {
  const has = (...options: string[]): boolean => args.some((word) => options.includes(word.split('=')[0] ?? ''));
  // `python -m ruff format`, `env X=1 black .`: the tool is one of the first words.
  for (const [at, word] of args.slice(0, 5).entries()) {
    const rest = args.slice(at + 1);
    switch (nameOf(word)) {
      case 'ruff':
        if (rest[0] === 'format') return has('--check', '--diff') ? undefined : 'ruff format';
        return has('--fix', '--fix-only') && !has('--diff') ? 'ruff --fix' : undefined;
      case 'black':
        return has('--check', '--diff') ? undefined : 'black';
      case 'isort':
        return has('--check', '--check-only', '-c', '--diff') ? undefined : 'isort';
      case 'autopep8':
        return has('--in-place', '-i') ? 'autopep8' : undefined;
      case 'codespell':
        return has('--write-changes', '-w') ? 'codespell' : undefined;
      case 'pyupgrade':
        return 'pyupgrade';
      default:
    }
  }
  return undefined;
}

function nameOf(word: string): string {
  return (word.split(/[\\/]/).pop() ?? '').replace(/\.exe$/, '');
}
