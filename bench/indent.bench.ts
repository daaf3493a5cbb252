import { hashLine } from '../src/base/lines';
import { LineTracker, type TextChange } from '../src/base/lineTracker';
import { median } from './median';

/** Nothing may hold the event loop longer. */
const GOAL_MS = 50;

/** Lines that are indented; the file is ten times as long, as nova's largest are. */
const INDENTED = 500;

export const bench = {
  name: `indenting ${INDENTED} lines of a measured file`,
  run(): Promise<string[]> {
    const lines = Array.from({ length: INDENTED * 10 }, (_, line) =>
      line % 7 === 0 ? '' : `        self.line_${line}()`,
    );
    const base = Uint32Array.from(lines, hashLine);
    // One change for each line, from the last to the first, as the editor's are applied.
    const changes = Array.from({ length: INDENTED }, (_, i): TextChange => {
      const line = 2 * INDENTED - i;
      return { startLine: line, startCharacter: 0, endLine: line, endCharacter: 0, text: '    ' };
    });
    const times = Array.from({ length: 20 }, () => {
      const tracker = new LineTracker<number>(base, lines, hashLine);
      const start = performance.now();
      tracker.apply(changes);
      return performance.now() - start;
    });
    return Promise.resolve([`${median(times).toFixed(1)} ms, goal ${GOAL_MS} ms`]);
  },
};
