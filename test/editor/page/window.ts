/** How page tests open windows. The runner (scripts/test-editor.ts) sets the stage on which it runs them. */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Size } from '../../../scripts/editor/page';
import type { Scene, SceneWindow, Stage } from '../../../scripts/editor/stage';

export type { Scene, SceneWindow } from '../../../scripts/editor/stage';
export { eventually } from '../../../scripts/lib/eventually';

/** Two files may run at the same time in one process: each asks for the stage of its own run. */
const stages = new AsyncLocalStorage<Stage>();

/** Runs tests whose windows open on this stage. */
export function onStage<T>(stage: Stage, tests: () => Promise<T>): Promise<T> {
  return stages.run(stage, tests);
}

/** Opens a window on copies of the scene's folders. The test that opens it closes it. */
export async function openWindow(scene: Scene = {}, size?: Size): Promise<SceneWindow> {
  const stage = stages.getStore();
  if (stage === undefined) {
    throw new Error('Page tests are run by npm run test:editor.');
  }
  return stage.open(scene, size === undefined ? {} : { size });
}
