import { beginningOf, isExecutable } from '../../../base/programs';

/** Source: identify 2.6, extensions.py: all that is Python, and what ruff reads beside it. */
const BY_EXTENSION: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(['py', 'pyt', 'pyw', 'gyp', 'gypi', 'tac', 'wsgi'].map((extension) => [extension, ['python']])),
  pyi: ['pyi'],
  ipynb: ['jupyter', 'json'],
};

/**
 * What pre-commit takes a file for, as far as checkers of Python ask: by its name, else by the first line of a script
 * that may be run. Source: identify 2.6, identify.py, tags_from_path.
 *
 * @param file absolute path
 */
export async function fileTags(file: string): Promise<ReadonlySet<string>> {
  const mayRun = await isExecutable(file);
  const tags = new Set(['file', 'text', mayRun ? 'executable' : 'non-executable']);
  const extension = /\.([^./\\]+)$/.exec(file)?.[1]?.toLowerCase() ?? '';
  const named = BY_EXTENSION[extension] ?? [];
  const isPythonScript = named.length === 0 && mayRun && SHEBANG.test(await beginningOf(file));
  return new Set([...tags, ...(isPythonScript ? ['python'] : named)]);
}

const SHEBANG = /^#!\s*(?:\S*\/env\s+(?:-S\s+)?)?(?:\S*\/)?python[\d.]*(?:\s|$)/;
