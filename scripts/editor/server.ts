/** A VS Code server on this machine, with folders of its own: the person's VS Code is neither read nor written. */
import { randomBytes } from 'node:crypto';
import { createWriteStream, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { temporaryFolder } from '../lib/cleanup';
import { run, start } from '../lib/processes';
import { Stop } from '../lib/script';
import type { Editor } from './kit';
import { tail } from './once';

export interface ServerOptions {
  /** Where `installExtension` put what this editor shall have. */
  readonly extensions: string;
  /** Whether folders are trusted without asking. Otherwise they open in Restricted Mode until somebody does. */
  readonly trusted: boolean;
  /** Settings besides `quietSettings`. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Lets a page run a test suite in the extension host and ask when the workbench is there. */
  readonly testDriver?: boolean;
}

/** What the window shows: a folder or a .code-workspace file, absolute, or neither. */
export type Opened = { readonly folder: string } | { readonly workspace: string } | { readonly empty: true };

export interface Server {
  /** `http://host:port`, without a path. */
  readonly origin: string;
  /** The address of a window. It carries the token that the server asks for. */
  address(opened: Opened, payload?: readonly (readonly [string, string])[]): string;
  /** Logs of the server and of the extension hosts, absolute. */
  readonly logs: string;
  /** Replaces the settings of the machine, besides `quietSettings`: a window reads them when it opens. */
  useSettings(settings: Readonly<Record<string, unknown>>): void;
  /** The id of the process group that the server and its extension hosts are in. */
  readonly group: number | undefined;
  /** Resolves when the server is gone, stopped or not. */
  readonly ended: Promise<number>;
  stop(): Promise<void>;
}

/** Against what every new profile shows, and what would cover or move what a picture or a test is about. */
const quietSettings = {
  'chat.disableAIFeatures': true,
  'chat.commandCenter.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'workbench.tips.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'extensions.ignoreRecommendations': true,
  'extensions.autoCheckUpdates': false,
  'update.mode': 'none',
  'git.openRepositoryInParentFolders': 'never',
};

/**
 * For windows that are looked at by a program: a picture taken twice is the same picture, and nothing moves, as a
 * browser without a graphics card draws each frame with the processor.
 */
export const pictureSettings = {
  'editor.fontFamily': 'monospace',
  'editor.cursorBlinking': 'solid',
  'workbench.reduceMotion': 'on',
};

/** Installs a packaged extension as a person would, into a folder for `ServerOptions.extensions`. */
export async function installExtension(editor: Editor, vsix: string, extensions: string): Promise<void> {
  const data = temporaryFolder();
  const log = join(data, 'install.log');
  const args = [editor.serverMain, ...folders(data, extensions), '--install-extension', vsix, '--force'];
  if ((await run(editor.node, args, { log })) !== 0) {
    throw new Stop(`VS Code ${editor.kit.vscode} did not install ${vsix}. ${tail(log)}`);
  }
}

/** Starts a server on a free port of this machine alone, and waits until it listens. */
export async function startServer(editor: Editor, options: ServerOptions): Promise<Server> {
  const data = temporaryFolder();
  const logs = join(data, 'data', 'logs');
  const log = join(logs, 'server.log');
  const token = randomBytes(16).toString('hex');
  const tokenFile = join(data, 'token');
  mkdirSync(logs, { recursive: true });
  mkdirSync(join(data, 'data', 'Machine'));
  const useSettings: Server['useSettings'] = (settings) => {
    const file = join(data, 'data', 'Machine', 'settings.json');
    const quiet = { ...quietSettings, 'extensions.autoUpdate': editor.kit.noAutoUpdate };
    writeFileSync(file, JSON.stringify({ ...quiet, ...settings }, undefined, 2));
  };
  useSettings(options.settings ?? {});
  writeFileSync(tokenFile, token, { mode: 0o600 });

  const args = [
    editor.serverMain,
    ...['--host', '127.0.0.1', '--port', '0', '--connection-token-file', tokenFile],
    ...['--accept-server-license-terms', '--telemetry-level', 'off'],
    ...(options.trusted ? ['--disable-workspace-trust'] : []),
    ...(options.testDriver === true ? ['--enable-smoke-test-driver'] : []),
    ...folders(data, options.extensions),
  ];
  const server = start(editor.node, args, { output: 'pipe' });
  const output = createWriteStream(log);
  server.stderr?.pipe(output, { end: false });
  server.stdout?.pipe(output, { end: false });
  try {
    const port = await portOf(server.stdout);
    const origin = `http://127.0.0.1:${port}`;
    return {
      origin,
      address: (...window) => addressOf(origin, token, ...window),
      logs,
      useSettings,
      group: server.group,
      ended: server.ended,
      stop: () => server.stop(),
    };
  } catch (error) {
    await server.stop();
    throw new Stop(`VS Code ${editor.kit.vscode} did not start: ${String(error)}. ${tail(log)}`);
  }
}

function folders(data: string, extensions: string): string[] {
  return ['--server-data-dir', data, '--extensions-dir', extensions];
}

/** Reads the port from what the server says once it listens. */
async function portOf(stdout: Readable | undefined): Promise<number> {
  if (stdout === undefined) {
    throw new Error('its output is not readable');
  }
  return new Promise((resolve, reject) => {
    let text = '';
    const timer = setTimeout(() => reject(new Error('it did not listen within 60 s')), 60_000);
    const end = (): void => {
      clearTimeout(timer);
      reject(new Error('it ended at once'));
    };
    const read = (chunk: Buffer): void => {
      text += chunk.toString();
      const port = /^Extension host agent listening on (\d+)/m.exec(text)?.[1];
      if (port !== undefined) {
        clearTimeout(timer);
        stdout.off('data', read).off('close', end);
        resolve(Number(port));
      }
    };
    stdout.on('data', read).once('close', end);
  });
}

function addressOf(
  origin: string,
  token: string,
  opened: Opened,
  payload: readonly (readonly [string, string])[] = [],
): string {
  const query = new URLSearchParams({ tkn: token });
  if ('folder' in opened) {
    query.set('folder', opened.folder);
  } else if ('workspace' in opened) {
    query.set('workspace', opened.workspace);
  } else {
    query.set('ew', 'true');
  }
  if (payload.length > 0) {
    query.set('payload', JSON.stringify(payload));
  }
  return `${origin}/?${query.toString()}`;
}
