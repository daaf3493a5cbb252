/** The door of this feature for code that runs without the editor; `editor/index.ts` is the other. */
export { type CoverageConfig, readCoverageConfig } from './find/coverageConfig';
export { type CoverEnvironment, readCoverEnvironment } from './find/coverEnvironment';
