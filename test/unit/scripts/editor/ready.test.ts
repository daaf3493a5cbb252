import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, it } from 'mocha';
import type { EditorWindow } from '../../../../scripts/editor/page';
import { windowReady } from '../../../../scripts/editor/ready';
import { temporaryFolder } from '../../../../scripts/lib/cleanup';

/** A page that is loaded now, and a log in which its extension host says when it has activated what starts with it. */
class FakePage {
  loads = 0;
  reloads = 0;
  private loadedAt = 0;

  constructor(
    private readonly logs: string,
    /** Of each load: whether the Explorer shows folders, and whether VS Code then reloads the page itself. */
    private readonly all: readonly { readonly folders: boolean; readonly reloadsItself?: boolean }[],
    /** Of each load: whether the extension host is quick. */
    private readonly isQuick = true,
  ) {
    this.load();
  }

  private load(): void {
    this.loads += 1;
    this.loadedAt += 10_000;
    if (this.isQuick) this.activate();
  }

  activate(): void {
    const time = new Date(this.loadedAt + 100);
    const local = new Date(time.getTime() - time.getTimezoneOffset() * 60_000).toISOString();
    const line = `${local.slice(0, 23).replace('T', ' ')} [info] Eager extensions activated\n`;
    appendFileSync(join(this.logs, 'remoteexthost.log'), line);
  }

  evaluate = (): Promise<number> => Promise.resolve(this.loadedAt);
  locator = (): unknown => ({
    first: () => ({
      waitFor: () => (this.all[this.loads - 1]?.folders ? Promise.resolve() : Promise.reject(new Error('no rows'))),
    }),
  });
  waitForTimeout = (): Promise<void> => {
    if (this.all[this.loads - 1]?.reloadsItself) this.load();
    return Promise.resolve();
  };
  reload = (): Promise<void> => {
    this.reloads += 1;
    this.load();
    return Promise.resolve();
  };
}

describe('windows of the editor tests', () => {
  let logs: string;
  /** How many loads of the page it waited for. */
  let awaited: number;
  const ready = (page: FakePage, opened: Parameters<typeof windowReady>[2]): Promise<void> => {
    const workbench = {
      ready: () => {
        awaited += 1;
        return Promise.resolve();
      },
    };
    return windowReady({ page, workbench } as unknown as EditorWindow, { logs }, opened);
  };

  beforeEach(() => {
    logs = join(temporaryFolder(), 'exthost1');
    mkdirSync(logs);
    awaited = 0;
  });

  it('a window is ready once the extension host of its last load has activated what starts with it', async () => {
    const page = new FakePage(logs, [], false);
    page.activate();
    await page.reload();
    let isReady = false;
    const waiting = ready(page, { folder: '/project' }).then(() => {
      isReady = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 120));
    assert.equal(isReady, false);
    page.activate();
    await waiting;
  });

  it('a window is ready after the reload that follows when its folders come late', async () => {
    const page = new FakePage(logs, [{ folders: true, reloadsItself: true }, { folders: true }]);
    await ready(page, { workspace: '/several.code-workspace' });
    assert.deepEqual([page.loads, page.reloads, awaited], [2, 0, 2]);
  });

  it('a window is ready after it was reloaded because folders were missing', async () => {
    const page = new FakePage(logs, [{ folders: false }, { folders: true }]);
    await ready(page, { workspace: '/several.code-workspace' });
    assert.deepEqual([page.loads, page.reloads, awaited], [2, 1, 2]);
  });

  it('a window whose folders no load shows is never ready, which is reported', async () => {
    const page = new FakePage(logs, []);
    await assert.rejects(ready(page, { workspace: '/several.code-workspace' }), /did not show the folders/);
  });
});
