import type { EditorWindow } from '../../scripts/editor/page';
import { eventually } from '../../scripts/lib/eventually';

/**
 * What "Developer: Show Running Extensions" says of activations, in milliseconds by the name of the extension: loading
 * its code and the call of `activate()`, which is what VS Code holds an extension to. NaN for one
 * that is not done with it, which ours is. Leaves that editor open.
 */
export async function activationTimes({ page, workbench }: EditorWindow): Promise<ReadonlyMap<string, number>> {
  // The list holds only the rows that have room.
  await page.setViewportSize({ width: 1280, height: 3000 });
  await workbench.run('Developer: Show Running Extensions');
  const rows = page.locator('.runtime-extensions-editor .extension');
  await rows.first().waitFor();
  return eventually(
    'the end of activation',
    async () => {
      const names = await rows.locator('.name').allInnerTexts();
      const times = await rows.locator('.activation-time').allInnerTexts();
      return new Map(names.map((name, i) => [name, Number(/(\d+)\s*ms/.exec(times[i] ?? '')?.[1])]));
    },
    (times) => !Number.isNaN(ownTime(times)),
    60_000,
  );
}

/** That of ours: an extension that no gallery knows may be listed under its identifier. */
export function ownTime(times: ReadonlyMap<string, number>): number {
  const own = times.get('OpenStack Contributor') ?? times.get('openstack-contributor.openstack-contributor');
  return own ?? Number.NaN;
}
