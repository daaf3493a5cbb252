import type { ProgramCall } from '../../project/tox/programCalls';
import { changesFiles } from './preCommit/changers';
import { hookRunOf, type StyleEnvironment } from './styleEnvironment';

/** Tools of an environment that change files, as a person knows them: `ruff format`, `trailing-whitespace`. */
export function fileChangersOf({ calls, hooks }: StyleEnvironment): string[] {
  const changers = calls.flatMap((call) => {
    const run = hookRunOf(call);
    return run ? hooks.filter((hook) => run.runs(hook) && changesFiles(hook)).map(({ id }) => id) : changerOf(call);
  });
  return [...new Set(changers)];
}

/**
 * The tool that a call has change files, as a person knows it; nothing for one that only looks. Formatters write unless
 * they are told to compare; linters only when they are told to fix.
 */
function changerOf({ program, args }: ProgramCall): string[] {
  const has = (...options: string[]): boolean => args.some((word) => options.includes(word.split('=')[0] ?? ''));
  const when = (changes: boolean, name = program): string[] => (changes ? [name] : []);
  switch (program) {
    case 'ruff':
      if (args.includes('format')) return when(!has('--check', '--diff'), 'ruff format');
      return when(has('--fix', '--fix-only') && !has('--diff'), 'ruff --fix');
    case 'black':
      return when(!has('--check', '--diff'));
    case 'isort':
      return when(!has('--check', '--check-only', '-c', '--diff'));
    case 'autopep8':
      return when(has('--in-place', '-i'));
    case 'codespell':
      return when(has('--write-changes', '-w'));
    default:
      return when(program === 'pyupgrade');
  }
}
