/** The series of OpenStack, as data/series_status.yaml of openstack/releases lists them, the newest first. */
import * as v from 'valibot';
import { MAX_YAML_BYTES, readYaml } from '../../base/yaml';
import { EditRefused, type Tree } from './lines/edit';

export const SERIES_STATUS = 'data/series_status.yaml';

export interface Series {
  /** The name of its folder, such as `antelope`. */
  readonly name: string;
  /** What its branches and tags are named after: `2023.1`, `zed`. */
  readonly id: string;
  /** Source: `stable-status` in openstack_releases/schema.yaml. */
  readonly status: string;
}

const statusFile = v.array(
  v.object({
    name: v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9._-]{0,63}$/)),
    'release-id': v.optional(v.union([v.number(), v.string()])),
    status: v.string(),
  }),
);

/**
 * Undefined when the file is not there.
 * @throws EditRefused when it is no list of series; UserError `bad-yaml`
 */
export async function readSeries(tree: Tree): Promise<readonly Series[] | undefined> {
  const text = await tree.read(SERIES_STATUS);
  if (text === undefined) return undefined;
  const isBounded = Buffer.byteLength(text) <= MAX_YAML_BYTES;
  const parsed = isBounded && v.safeParse(statusFile, await readYaml(text, SERIES_STATUS));
  if (!parsed || !parsed.success) {
    throw new EditRefused('not-as-expected', SERIES_STATUS, undefined, 'it is not a list of series');
  }
  return parsed.output.map(({ name, status, 'release-id': id }) => ({ name, status, id: String(id ?? name) }));
}

/** Whether the series is released and has branches that may take fixes. */
export function hasOpenBranches({ status }: Series): boolean {
  return status === 'maintained' || status === 'extended maintenance' || status === 'unmaintained';
}
