import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { FolderState } from '../../../../src/coverage/state/folderState';
import { stepsOf } from '../../../../src/coverage/view/nextSteps';

describe('a folder without a report, beside others', () => {
  const told = (kind: FolderState['kind'], isTrusted: boolean): string => {
    const { sentence, steps } = stepsOf(kind, isTrusted);
    return [sentence, ...steps.map(({ label }) => label)].join('; ');
  };

  it('a folder without a report shows that, with the steps that help', () => {
    assert.equal(told('reading', true), 'reading the coverage report…');
    assert.equal(told('noReport', true), 'no coverage report yet; Run tox cover; Open a coverage report file…');
    assert.equal(told('onlyData', true), '.coverage data, but no report; Make the report of the data; Run tox cover');
    assert.equal(
      told('broken', true),
      'the coverage report cannot be read; Show why it cannot be read; Run tox cover; Open a coverage report file…',
    );
    assert.equal(told('ready', true), '');
  });

  it('a folder without a report offers trust in place of steps that run something', () => {
    assert.equal(
      told('noReport', false),
      'no coverage report yet; Manage Workspace Trust; Open a coverage report file…',
    );
    assert.equal(told('onlyData', false), '.coverage data, but no report; Manage Workspace Trust');
    assert.doesNotMatch(told('broken', false), /Run/);
  });
});
