import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { type SeverityTable, severityOf } from '../../../../src/style/findings/toFindings';

const flake8 = (code: string, overrides?: SeverityTable) => severityOf({ tool: 'flake8', code }, overrides);

describe('the severity of a finding', () => {
  it('the severity is an error only if the code would not run', () => {
    for (const code of ['E999', 'E902', 'F401', 'F821']) assert.equal(flake8(code), 'error', code);
    for (const code of ['E501', 'W291', 'H301', 'C901', 'N310', 'K001', 'O400', 'M352']) {
      assert.equal(flake8(code), 'warning', code);
    }
  });

  it("the severity follows the longest prefix in the setting, before the tool's own", () => {
    const overrides: SeverityTable = { E: 'hint', E5: 'information', F401: 'warning', 'pylint:E11': 'hint' };
    assert.equal(flake8('E225', overrides), 'hint');
    assert.equal(flake8('E501', overrides), 'information');
    assert.equal(flake8('E999', overrides), 'hint');
    assert.equal(flake8('F401', overrides), 'warning');
    assert.equal(flake8('F821', overrides), 'error');
    assert.equal(severityOf({ tool: 'pylint', code: 'E1101' }, overrides), 'hint');
    assert.equal(severityOf({ tool: 'pylint', code: 'E0401' }, overrides), 'error');
    assert.equal(severityOf({ tool: 'mypy', code: 'arg-type', severity: 'error' }, { 'mypy:': 'warning' }), 'warning');
    assert.equal(flake8('H301', { '': 'hint' }), 'hint');
  });

  it('the severity of other tools has its own table, as their codes differ', () => {
    assert.equal(severityOf({ tool: 'bashate', code: 'E999' }), 'warning');
    assert.equal(severityOf({ tool: 'pylint', code: 'C0114' }), 'information');
    assert.equal(severityOf({ tool: 'ruff', code: 'invalid-syntax' }), 'error');
    assert.equal(severityOf({ tool: 'ruff', code: 'F401' }), 'error');
    assert.equal(severityOf({ tool: 'codespell', code: undefined }), 'information');
  });

  it('an invalid severity is ignored', () => {
    const nonsense: SeverityTable = JSON.parse('{"F": "fatal", "E5": 3}') as SeverityTable;
    assert.equal(flake8('F401', nonsense), 'error');
    assert.equal(flake8('E501', nonsense), 'warning');
  });
});
