import type { ProjectFiles } from '../../../src/project/files';
import { readTox } from '../../../src/project/tox/readTox';
import type { ToxReader } from '../../../src/style/tools/styleEnvironment';

/** What tox's files say, without asking tox. */
export function toxFromFiles(files: ProjectFiles, variables: NodeJS.ProcessEnv = {}): ToxReader {
  return { reading: async (root, name) => (await readTox(root, files, variables))?.environment(name) };
}
