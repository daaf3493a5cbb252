/** What kind of project a folder of the workspace is, told by the files at its top. */
import { join } from 'node:path';
import { type ProjectFiles } from './files';

/** Files that tell an OpenStack project; the extension is activated by the same ones. */
export const MARKERS = ['.gitreview', 'tox.ini', '.stestr.conf', '.testr.conf'] as const;

type Marker = (typeof MARKERS)[number];

export interface ProjectRoot {
  /** Absolute path of the folder. */
  readonly path: string;
  readonly markers: ReadonlySet<Marker>;
  /**
   * - `openstack`: its changes go to a Gerrit server, or its tests run with stestr or testr
   * - `tox`: has tox.ini and no more: coverage and style are of use, the rest may be
   * - `other`: none of the files
   */
  readonly kind: 'openstack' | 'tox' | 'other';
}

/** @param path absolute path of a folder of the workspace; one that is gone is `other` */
export async function describeRoot(path: string, files: ProjectFiles): Promise<ProjectRoot> {
  const found = await Promise.all(MARKERS.map((name) => files.modified(join(path, name))));
  const markers = new Set(MARKERS.filter((_, i) => found[i] !== undefined));
  return { path, markers, kind: kindOf(markers) };
}

function kindOf(markers: ReadonlySet<Marker>): ProjectRoot['kind'] {
  if (markers.has('.gitreview') || markers.has('.stestr.conf') || markers.has('.testr.conf')) return 'openstack';
  return markers.has('tox.ini') ? 'tox' : 'other';
}
