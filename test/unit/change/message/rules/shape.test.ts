import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { checkMessage } from '../../../../../src/change/message/rules/checkMessage';
import { brief } from './findings';

describe('change/rules/shape', () => {
  for (const summary of [
    'Support images, volumes, etc.',
    'Compare IDs vs.',
    'Move it to Example Inc.',
    'Test it with pools, e.g.',
    'Rename it, a.k.a.',
    'Cite Smith et al.',
    'Name them (fast, slow, etc.',
  ]) {
    it(`leaves the abbreviation at the end of "${summary}"`, () =>
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
    it(`reports the full stop of "${summary}"`, () =>
      assert.deepEqual(brief(checkMessage(`${summary}\n`)), ['warning 0 summary-full-stop']));
  }
});
