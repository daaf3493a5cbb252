// mocha's own output, and at the end its counts in the file that TEST_COUNTS_FILE names (see results.ts).
// CommonJS, because mocha loads reporters with require() and takes what that gives as the class.
const { mkdirSync, writeFileSync } = require('node:fs');
const { dirname } = require('node:path');
const { reporters, Runner } = require('mocha');
const { noteOf } = require('./results');

module.exports = class CountingReporter extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const file = process.env.TEST_COUNTS_FILE;
    if (file === undefined) {
      return;
    }
    const notes = [];
    runner.on(Runner.constants.EVENT_TEST_FAIL, (test, error) =>
      notes.push(noteOf(test.fullTitle(), String(error.message))),
    );
    runner.once(Runner.constants.EVENT_RUN_END, () => {
      // A failed hook is among the failures. A pending test has proved nothing.
      const { passes, failures, pending } = this.stats;
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, `${JSON.stringify({ passed: passes, failed: failures + pending, notes })}\n`);
    });
  }
};
