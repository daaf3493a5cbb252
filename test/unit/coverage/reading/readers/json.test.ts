import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { readJson } from '../../../../../src/coverage/reading/readers/json';
import { ReportError, type ReportErrorReason } from '../../../../../src/coverage/reading/readers/reportError';
import { fixtures } from '../../samples';

function refuses(text: string, reason: ReportErrorReason, predicate: RegExp): void {
  assert.throws(
    () => readJson(Buffer.from(text)),
    (error) => error instanceof ReportError && error.reason === reason && predicate.test(error.predicate),
    text.slice(0, 200),
  );
}

describe('JSON reports', () => {
  it('JSON reports are recognized by what they hold', () => {
    assert.equal(readJson(readFileSync(join(fixtures, 'versions/7.15.4/coverage.json'))).format, 'coverage.py-json');
    assert.equal(readJson(readFileSync(join(fixtures, 'istanbul/unit.json'))).format, 'istanbul');
    refuses('{"name": "magnum-ui", "version": "1.0.0"}', 'not-a-report', /another kind/);
    refuses('{"meta": {"version": "7.0"}}', 'not-a-report', /another kind/);
    assert.equal(readJson(Buffer.from('\ufeff{}')).files.length, 0, 'Istanbul writes {} if no file was loaded');
  });

  it('JSON reports that end at any byte before their last are refused', () => {
    for (const name of ['versions/5.5/coverage-nobranch.json', 'istanbul/unit.json']) {
      const bytes = readFileSync(join(fixtures, name));
      const end = bytes.toString().trimEnd().length;
      for (let length = 1; length < end; length++) {
        assert.throws(
          () => readJson(bytes.subarray(0, length)),
          // Where a part happens to end with a brace, it looks whole but broken.
          (error) => error instanceof ReportError && ['truncated', 'malformed'].includes(error.reason),
          `${name} at byte ${length}`,
        );
      }
    }
  });

  it('JSON reports that are broken or too large are refused', () => {
    refuses('{"meta": }', 'malformed', /not valid JSON/);
    refuses('{"meta": ', 'truncated', /ends in the middle/);
    assert.throws(
      () => readJson(Buffer.from('{}'), 1),
      (error) => error instanceof ReportError && error.reason === 'too-large',
    );
    const two = readFileSync(join(fixtures, 'istanbul/unit.json'));
    assert.throws(
      () => readJson(two, two.length, 1),
      (error) => error instanceof ReportError && error.predicate === 'lists more than 1 files',
    );
  });
});
