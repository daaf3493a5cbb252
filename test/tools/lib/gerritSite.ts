/**
 * A Gerrit site on disk and the server on it. A place is a folder with the site in `site/` (init makes an account only
 * in a folder that is empty), the home of the server in `home/` and what it says in `server.log`.
 */
import { closeSync, openSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { type Started, start } from '../../../scripts/lib/processes';
import { gerritClassPath, java } from './gerritJars';
import { run } from './run';

export interface RunningSite {
  /** `http://127.0.0.1:PORT`, without a slash at its end. */
  readonly url: string;
  readonly sshPort: number;
  readonly process: Started;
}

const BOOT_MS = 180_000;
const POLL_MS = 50;

/** A quick start counts for more than speed later: one compiler, a simple collector. */
const JVM = ['-Djava.awt.headless=true', '-Xmx512m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];

/** Without these Gerrit's logging goes nowhere (what its WAR's launcher sets). */
const LOGGING = [
  '-Dflogger.backend_factory=com.google.common.flogger.backend.log4j.Log4jBackendFactory#getInstance',
  '-Dflogger.logging_context=com.google.gerrit.server.logging.LoggingContext#getInstance',
];

/** Makes the site in an empty place: indexes, keys, the account `admin` with the password `secret`. */
export async function initSite(place: string): Promise<void> {
  await mkdir(homeOf(place));
  const process = await launch(place, ['init', '--batch', '--dev', '--no-auto-start']);
  if ((await process.ended) !== 0) throw new Error(`gerrit init failed:\n${await tail(place)}`);
}

/** Starts the server, and waits until it says that it is ready. It ends with this process. */
export async function startSite(place: string): Promise<RunningSite> {
  const [httpPort, sshPort] = await freePorts();
  const url = `http://127.0.0.1:${httpPort}`;
  const settings = {
    'gerrit.canonicalWebUrl': `${url}/`,
    'httpd.listenUrl': `${url}/`,
    'sshd.listenAddress': `127.0.0.1:${sshPort}`,
    'sshd.advertisedAddress': `127.0.0.1:${sshPort}`,
    'sendemail.enable': 'false',
    'index.batchThreads': '1',
    // Small enough for a test to run into them.
    'change.maxFiles': '20',
    'change.maxPatchSets': '6',
    'receive.maxObjectSizeLimit': '4m',
  };
  for (const [key, value] of Object.entries(settings)) {
    await run('git', ['config', '-f', join(siteOf(place), 'etc/gerrit.config'), key, value], { cwd: place });
  }
  const process = await launch(place, ['daemon', '--console-log']);
  const gone = process.ended.then(() => 'gone' as const);
  const patience = AbortSignal.timeout(BOOT_MS);
  while (!patience.aborted) {
    if (/Gerrit Code Review \S+ ready/.test(await readFile(outputOf(place), 'utf8'))) return { url, sshPort, process };
    const pause = new Promise<void>((later) => setTimeout(later, POLL_MS));
    if ((await Promise.race([gone, pause])) === 'gone') break;
  }
  await process.stop(0);
  throw new Error(`Gerrit did not start:\n${await tail(place)}`);
}

/** JGit reads and writes the configuration of its user: that of the place, not the person's. */
async function launch(place: string, args: readonly string[]): Promise<Started> {
  const home = homeOf(place);
  const classPath = ['-cp', await gerritClassPath(), 'com.google.gerrit.launcher.GerritLauncher'];
  const env = { PATH: process.env.PATH, HOME: home, XDG_CONFIG_HOME: home, LC_ALL: 'C.UTF-8' };
  const program = [...JVM, ...LOGGING, `-Duser.home=${home}`, ...classPath, ...args, '-d', siteOf(place)];
  const output = openSync(outputOf(place), 'a');
  try {
    return start(await java(), program, { cwd: place, env, output });
  } finally {
    closeSync(output);
  }
}

const siteOf = (place: string): string => join(place, 'site');
const homeOf = (place: string): string => join(place, 'home');
const outputOf = (place: string): string => join(place, 'server.log');

const tail = async (place: string): Promise<string> =>
  (await readFile(outputOf(place), 'utf8')).trimEnd().split('\n').slice(-30).join('\n');

/** Two free ports of the loopback; both are held at once, so that they differ. */
async function freePorts(): Promise<[number, number]> {
  const servers = [createServer(), createServer()];
  const ports = await Promise.all(
    servers.map(
      (server) =>
        new Promise<number>((resolve, reject) => {
          server.once('error', reject);
          server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
        }),
    ),
  );
  await Promise.all(servers.map((server) => new Promise((closed) => server.close(closed))));
  return [ports[0]!, ports[1]!];
}
