/** When a window can be used, the same for every test, picture and bench. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Page } from 'playwright-core';
import { eventually } from '../lib/eventually';
import type { EditorWindow } from './page';
import type { Opened, Server } from './server';
import { unlessReloading } from './workbench';

/** VS Code reloads a window a moment after the first folder of its workspace changes. */
const RELOAD_FOLLOWS_WITHIN_MS = 500;
const MOST_LOADS = 8;

/**
 * Resolves once the window shows its parts, its extension host has activated what starts with the window, its workspace
 * has its folders, and no reload is pending. Also after `page.reload()`.
 *
 * A busy machine's window may look for the workspace file before it can reach the server, and then has no folders. If
 * it finds them later, VS Code reloads it; otherwise this does.
 */
export async function windowReady(
  { page, workbench }: Pick<EditorWindow, 'page' | 'workbench'>,
  { logs }: Pick<Server, 'logs'>,
  opened: Opened,
): Promise<void> {
  for (let loads = 1; loads <= MOST_LOADS; loads++) {
    await workbench.ready();
    const load = await loadedAt(page);
    await eventually(
      'the extensions that start with the window',
      async () => Math.max(...activatedAt(logs)) > (await loadedAt(page)),
      (isActive) => isActive,
      90_000,
    );
    if (!('workspace' in opened)) return;
    const seen = await showsFolders(page);
    await page.waitForTimeout(RELOAD_FOLLOWS_WITHIN_MS);
    if ((await loadedAt(page)) !== load) continue; // it reloaded itself
    if (seen) return;
    await page.reload();
  }
  throw new Error(`The window did not show the folders of its workspace in ${MOST_LOADS} loads.`);
}

/** When the document of the page was loaded, in milliseconds since the epoch; infinite while it loads. */
function loadedAt(page: Page): Promise<number> {
  return unlessReloading(async () => Number(await page.evaluate('performance.timeOrigin')), Number.POSITIVE_INFINITY);
}

/** When extension hosts of a server had activated what starts with their windows, in milliseconds since the epoch. */
function activatedAt(logs: string): number[] {
  if (!existsSync(logs)) return [];
  return readdirSync(logs, { recursive: true, encoding: 'utf8' })
    .filter((file) => basename(file) === 'remoteexthost.log')
    .flatMap((file) => [...readFileSync(join(logs, file), 'utf8').matchAll(/^(.{23}) .*Eager extensions activated/gm)])
    .map(([, time = '']) => Date.parse(time)); // of this machine's time zone
}

function showsFolders(page: Page): Promise<boolean> {
  const row = page.locator('.part.sidebar .explorer-folders-view .monaco-list-row').first();
  return row.waitFor({ timeout: 6000 }).then(
    () => true,
    () => false,
  );
}
