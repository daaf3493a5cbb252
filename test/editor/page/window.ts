/** How page tests open windows. The runner (scripts/test-editor.ts) sets the stage before it loads them. */

import type { Size } from '../../../scripts/editor/page';
import type { Scene, SceneWindow, Stage } from '../../../scripts/editor/stage';

export type { Scene, SceneWindow } from '../../../scripts/editor/stage';
export { eventually } from '../../../scripts/lib/eventually';

let stage: Stage | undefined;

export function setStage(newStage: Stage): void {
  stage = newStage;
}

/** Opens a window on copies of the scene's folders. The test that opens it closes it. */
export async function openWindow(scene: Scene = {}, size?: Size): Promise<SceneWindow> {
  if (stage === undefined) {
    throw new Error('Page tests are run by npm run test:editor.');
  }
  return stage.open(scene, size === undefined ? {} : { size });
}
