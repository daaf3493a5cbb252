import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { goneTests } from '../../../../src/testing/run/goneTests';
import { ResultCollector } from '../../../../src/testing/subunit/resultCollector';
import type { TestResult } from '../../../../src/testing/subunit/testResult';

const T = 'pkg.test_a.SomeTest';

describe('tests that are gone since they were listed', () => {
  const gone = (expected: string[], ran: string[]): string[] =>
    [
      ...goneTests(
        expected.map((name) => `${T}.${name}`),
        ran.map((name) => result(`${T}.${name}`)),
      ),
    ].map((id) => id.slice(T.length + 1));

  it('gone tests are scenarios and generated tests whose method ran with others', () => {
    assert.deepEqual(gone(['test_s(one)', 'test_s(two)'], ['test_s(uno)', 'test_s(two)']), ['test_s(one)']);
    assert.deepEqual(gone(['test_d_1_foo', 'test_d_2_bar'], ['test_d_1_spam', 'test_d_2_bar']), ['test_d_1_foo']);
    assert.deepEqual(gone(['test_d_1'], ['test_d_2']), ['test_d_1']);
    assert.deepEqual(gone(['test_t[id-1]'], ['test_t[id-2]']), ['test_t[id-1]']);
  });

  it('tests of a method of which nothing ran are not called gone', () => {
    assert.deepEqual(gone(['test_a', 'test_s(one)', 'test_d_1_foo'], ['test_b', 'test_t(one)', 'test_e_1_foo']), []);
    assert.deepEqual([...goneTests([`${T}.test_s(one)`], [{ ...result(`${T}.test_s(two)`), ran: false }])], []);
  });

  it('gone tests get no result', () => {
    const told: TestResult[] = [];
    const collector = new ResultCollector({ onTest: (each) => told.push(each) }, [`${T}.test_s(one)`, `${T}.test_b`]);
    collector.finish('ended', 'The runner found no such test.', new Set([`${T}.test_s(one)`]));
    assert.deepEqual(
      told.map(({ id, state }) => [id, state]),
      [[`${T}.test_b`, 'notRun']],
    );
  });
});

function result(id: string): TestResult {
  return { id, state: 'success', ran: true, seconds: 0, worker: 0, attachments: [], words: undefined };
}
