/**
 * The names of a Cobertura report as `coverage report` printed them for the same data.
 *
 * coverage.py writes a file's name relative to the first of its sources that holds it, and a source is often the
 * package itself: `<source>/home/stack/magnum/magnum</source>` and `common/utils.py`, where the table says
 * `magnum/common/utils.py`. Source: coverage.py xmlreport.py, XmlReporter.xml_file.
 */
export interface PrintedName {
  /** The whole path that the report means, with `/`: absolute, or relative to the folder that was measured in. */
  readonly full: string;
  /** What the table shows: relative to the project where that can be told. */
  readonly printed: string;
}

const PACKAGE = '__init__.py';

/**
 * @param sources folders as the report writes them; none for a report that has no sources
 * @param names files as the report writes them
 */
export function printedNames(sources: readonly string[], names: readonly string[]): PrintedName[] {
  const folders = [...new Set(sources.map(slashed).filter((folder) => folder !== ''))];
  const listed = new Set(names.map(slashed));
  const outer = folders.find((folder) => folders.every((other) => folder === other || isBelow(folder, other)));
  const inner = folders.filter((folder) => folder !== outer);
  const base = outer !== undefined && inner.length === 0 && listed.has(PACKAGE) ? parentOf(outer) : outer;
  return names.map((raw) => {
    const name = slashed(raw);
    if (isAbsoluteName(name) || outer === undefined || base === undefined) return { full: name, printed: name };
    const folder = inner.length === 1 && isOfPackage(name, listed) ? inner[0]! : outer;
    const full = `${folder}/${name}`;
    return { full, printed: isAbsoluteName(full) && isBelow(base, full) ? full.slice(base.length + 1) : full };
  });
}

/** With `/`, without one at the end. */
export function slashed(path: string): string {
  const slashes = path.includes('\\') ? path.replaceAll('\\', '/') : path;
  return slashes.endsWith('/') ? slashes.replace(/(?<=[^/])\/+$/, '') : slashes;
}

/** Whether a name with `/` starts at the root of a disk, of this system or of Windows. */
export function isAbsoluteName(name: string): boolean {
  return /^(?:[a-z]:)?\//i.test(name);
}

/** Whether every folder from the top of the names down to this file is a package that the report lists. */
function isOfPackage(name: string, listed: ReadonlySet<string>): boolean {
  const folders = name.split('/').slice(0, -1);
  return listed.has(PACKAGE) && folders.every((_, i) => listed.has(`${folders.slice(0, i + 1).join('/')}/${PACKAGE}`));
}

function isBelow(folder: string, path: string): boolean {
  return path.startsWith(folder === '/' ? folder : `${folder}/`);
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}
