import { madeOnce } from '../../test/tools/lib/made';
import { run } from '../../test/tools/lib/run';

const PACKAGE = 'cobertura-parse';
const VERSION = '1.0.5';

/**
 * The folder that holds cobertura-parse in its node_modules: from the npm registry, in .lab/. It stays out of the
 * project's own tree because it brings a mocha and an xml2js of 2018.
 */
export function coberturaParse(): Promise<string> {
  return madeOnce(`${PACKAGE}-${VERSION}`, async (folder) => {
    const install = ['install', '--prefix', folder, '--ignore-scripts', '--no-audit', '--no-fund'];
    await run('npm', [...install, `${PACKAGE}@${VERSION}`]);
  });
}
