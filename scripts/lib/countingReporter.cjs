// mocha's own output, and at the end its counts in the file that TEST_COUNTS_FILE names (see results.ts). With
// --reporter-option slowest=true it ends with the tests that took longest.
// CommonJS, because mocha loads reporters with require() and takes what that gives as the class.
const { mkdirSync, writeFileSync } = require('node:fs');
const { dirname } = require('node:path');
const { reporters, Runner } = require('mocha');
const { noteOf, slowestLines, slowestOf } = require('./results');

module.exports = class CountingReporter extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const file = process.env.TEST_COUNTS_FILE;
    const notes = [];
    const tests = [];
    runner.on(Runner.constants.EVENT_TEST_PASS, (test) => tests.push({ title: test.fullTitle(), ms: test.duration }));
    runner.on(Runner.constants.EVENT_TEST_FAIL, (test, error) =>
      notes.push(noteOf(test.fullTitle(), String(error.message))),
    );
    runner.once(Runner.constants.EVENT_RUN_END, () => {
      const slowest = slowestOf(tests);
      if (options.reporterOptions?.slowest !== undefined) process.stdout.write(`${slowestLines({ slowest })}\n`);
      if (file === undefined) return;
      // A failed hook is among the failures. A pending test has proved nothing.
      const { passes, failures, pending } = this.stats;
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, `${JSON.stringify({ passed: passes, failed: failures + pending, notes, slowest })}\n`);
    });
  }
};
