/**
 * A real Gerrit server for tests, on free ports of the loopback, from package registries alone.
 *
 * The first start makes a template site in the git-ignored `.lab/` (half a minute); later ones copy it (six seconds).
 * The server ends with the process that started it, also when that one is killed. Needs git, ssh-keygen, Maven, and
 * Java 21 or Python with pip (see lib/gerritJars.ts). Start one for a run and make a project for each test.
 */
import { cp, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder } from '../../scripts/lib/cleanup';
import { removeFolder } from '../../scripts/lib/removeFolder';
import { GERRIT_VERSION } from './lib/gerritJars';
import { setUp, type Username } from './lib/gerritSetUp';
import { initSite, type RunningSite, startSite } from './lib/gerritSite';
import { madeOnce } from './lib/made';

export type { Username };
export { GERRIT_VERSION };

export interface GerritLab {
  /** `http://127.0.0.1:PORT`, without a slash at its end. */
  readonly url: string;
  readonly sshPort: number;
  /** Folder of the private SSH keys, `id_NAME`. */
  readonly keys: string;
  /** Asks the server as one of the people, `admin` by default; the JSON of its answer. Throws with the answer's text. */
  rest(method: string, path: string, body?: unknown, as?: Username | 'admin'): Promise<unknown>;
  /** A new project below `openstack/` with branches master and stable/2025.2, Change-Id and sign-off required. */
  createProject(name: string, input?: object): Promise<string>;
  /** Approves, verifies and submits a change, as the gate would. */
  merge(number: number): Promise<void>;
  /** What ssh has to be started with to be one of the people; a value for GIT_SSH_COMMAND. */
  sshCommand(as: Username): string;
  stop(): Promise<void>;
}

/** Boots in six seconds on an idle machine once the template is there. */
export async function startGerrit(): Promise<GerritLab> {
  const template = await templateSite();
  const folder = temporaryFolder();
  const place = join(folder, 'gerrit');
  await cp(template, place, { recursive: true, preserveTimestamps: true });
  const running = await startSite(place);
  const rest = restOf(running);
  const keys = join(place, KEYS);
  return {
    url: running.url,
    sshPort: running.sshPort,
    keys,
    rest,
    async createProject(name, input = {}) {
      const project = `openstack/${name}`;
      const usual = {
        parent: 'openstack/meta-config',
        create_empty_commit: true,
        branches: ['master', 'stable/2025.2'],
      };
      await rest('PUT', `/projects/${encodeURIComponent(project)}`, { ...usual, ...input });
      return project;
    },
    async merge(number) {
      const vote = (labels: Record<string, number>, as: Username): Promise<unknown> =>
        rest('POST', `/changes/${number}/revisions/current/review`, { labels }, as);
      await vote({ 'Code-Review': 2, Workflow: 1 }, 'core');
      await vote({ Verified: 2 }, 'zuul');
      await rest('POST', `/changes/${number}/submit`, undefined, 'zuul');
    },
    sshCommand: (as) => ['ssh', ...SSH_OPTIONS, '-i', `"${join(keys, `id_${as}`)}"`].join(' '),
    async stop() {
      // The site is thrown away: nothing in it has to be written to an end.
      await running.process.stop(0);
      removeFolder(folder);
    },
  };
}

const KEYS = 'keys';

/** Nothing of the person's ssh: no configuration, agent, known hosts, questions. */
const SSH_OPTIONS = ['-F', '/dev/null', '-o', 'IdentitiesOnly=yes', '-o', 'IdentityAgent=none'].concat(
  ...['StrictHostKeyChecking=no', 'UserKnownHostsFile=/dev/null', 'BatchMode=yes', 'LogLevel=ERROR'].map((option) => [
    '-o',
    option,
  ]),
);

const SHUTDOWN_MS = 60_000;

/** A site with people, rights and projects; its server has been shut down in order, so that the indexes are whole. */
const templateSite = (): Promise<string> =>
  madeOnce(`gerrit-${GERRIT_VERSION}-site`, async (place) => {
    const keys = join(place, KEYS);
    await mkdir(keys);
    await initSite(place);
    await rm(join(place, 'site/bin/gerrit.war'), { force: true });
    const running = await startSite(place);
    try {
      await setUp(restOf(running), keys);
    } finally {
      await running.process.stop(SHUTDOWN_MS);
    }
    await rm(join(place, 'server.log'));
  });

function restOf({ url }: RunningSite): GerritLab['rest'] {
  return async (method, path, body, as = 'admin') => {
    const password = as === 'admin' ? 'secret' : `${as}-secret`;
    const authorization = `Basic ${Buffer.from(`${as}:${password}`).toString('base64')}`;
    const headers = { authorization, ...(body === undefined ? {} : { 'content-type': 'application/json' }) };
    const answer = await fetch(`${url}/a${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    const json = text.replace(/^\)\]\}'\n/, '').trim();
    return json === '' ? undefined : (JSON.parse(json) as unknown);
  };
}
