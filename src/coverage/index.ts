/** The door of this feature for code that runs without the editor; `editor/index.ts` is the other. */
export { readCoverageConfig } from './find/coverageConfig';
export { readCoverEnvironment } from './find/coverEnvironment';
