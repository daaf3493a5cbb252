import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { checkMessage } from '../../../../../src/change/message/rules/checkMessage';
import { brief } from './findings';

describe('the rule for the summary', () => {
  for (const summary of [
    'Support images, volumes, etc.',
    'Compare IDs vs.',
    'Move it to Example Inc.',
    'Test it with pools, e.g.',
    'Rename it, a.k.a.',
    'Cite Smith et al.',
    'Name them (fast, slow, etc.',
  ]) {
    it(`an abbreviation at the end of the summary stays: "${summary}"`, () =>
      assert.deepEqual(brief(checkMessage(`${summary}\n`)), []));
  }
  for (const summary of [
    'Fix the fetc.',
    'Fix it.',
    'Support images (etc.).',
    'Say no.',
    'Use python 3.11.',
    'Add a disco.',
  ]) {
    it(`a full stop at the end of the summary is reported: "${summary}"`, () =>
      assert.deepEqual(brief(checkMessage(`${summary}\n`)), ['warning 0 summary-full-stop']));
  }
});
