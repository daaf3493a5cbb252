import { join } from 'node:path';
import { which } from '../../../scripts/lib/processes';
import { madeOnce } from './made';
import { run } from './run';

/** The npm package that holds Apache Maven of the same version, as its makers published it. */
const PACKAGE = 'mvn@3.5.0';
const NAME = 'apache-maven-3.5.0';

/**
 * Runs Maven: that on PATH, else one from the npm registry, so that a machine needs no more than Java. Both ask the
 * Maven registry that the person's settings name.
 */
export async function maven(args: readonly string[]): Promise<void> {
  const own = which('mvn');
  if (own !== undefined) {
    await run(own, args);
    return;
  }
  const folder = await madeOnce(NAME, async (target) => {
    await run('npm', ['install', '--prefix', target, '--ignore-scripts', '--no-audit', '--no-fund', PACKAGE]);
    await run(process.env.PYTHON ?? 'python3', [
      '-m',
      'zipfile',
      '-e',
      join(target, `node_modules/mvn/src/${NAME}-bin.zip`),
      target,
    ]);
  });
  // It is older than the modules of Java, and unpacking left out that it may be run.
  const env = { MAVEN_OPTS: '--add-opens=java.base/java.lang=ALL-UNNAMED' };
  await run('sh', [join(folder, NAME, 'bin/mvn'), ...args], { env });
}
