import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { describe, it } from 'mocha';
import { UserError } from '../../../src/base/errors';
import { parseIni } from '../../../src/base/ini';

const TOX = `# our tests
[tox]
envlist = py3,pep8

[testenv]
setenv =
  PYTHON=coverage run
  # not part of the value
  LANG=C

  LC_ALL=C

deps: -r{toxinidir}/requirements.txt ; not a comment
[testenv:cover]
commands =
    coverage erase

`;

describe('INI files', () => {
  it('INI sections, options and values over several lines are read', () => {
    const ini = parseIni(TOX, 'tox.ini');
    assert.deepEqual(ini.sectionNames, ['tox', 'testenv', 'testenv:cover']);
    assert.equal(ini.get('tox', 'envlist'), 'py3,pep8');
    assert.equal(ini.get('testenv', 'setenv'), '\nPYTHON=coverage run\nLANG=C\n\nLC_ALL=C');
    assert.equal(ini.get('testenv', 'deps'), '-r{toxinidir}/requirements.txt ; not a comment');
    assert.equal(ini.get('testenv:cover', 'commands'), '\ncoverage erase');
    assert.equal(ini.get('testenv', 'commands'), undefined);
    assert.equal(ini.get('nothing', 'commands'), undefined);
  });

  it('INI values have the line of each of their lines', () => {
    assert.deepEqual(parseIni(TOX, 'tox.ini').value('testenv', 'setenv')?.lines, [6, 7, 9, 10, 11]);
  });

  it('INI sections inherit from DEFAULT, which may be anywhere', () => {
    const ini = parseIni('[a]\nx = 1\n[DEFAULT]\nx = 2\ntop_dir = ./\n', 'f');
    assert.equal(ini.get('a', 'x'), '1');
    assert.equal(ini.get('a', 'top_dir'), './');
    assert.equal(ini.get('DEFAULT', 'x'), '2');
    assert.deepEqual(ini.options('a'), ['x', 'top_dir']);
    assert.equal(ini.has('DEFAULT'), false);
  });

  it('INI is read on where configparser refuses', () => {
    const ini = parseIni('stray = 1\n[a]\nno delimiter here\n  indented\n= no name\nx = 1\nX = 2\n[a]\ny = 3\n', 'f');
    assert.deepEqual(ini.options('a'), ['x', 'y']);
    assert.equal(ini.get('a', 'x'), '2');
  });

  it('INI names that mean something to JavaScript are kept apart', () => {
    const ini = parseIni('[__proto__]\nconstructor = 1\n', 'f');
    assert.equal(ini.get('__proto__', 'constructor'), '1');
    assert.equal(ini.get('constructor', 'name'), undefined);
  });

  it('a text that no INI file can be is refused', () => {
    assert.throws(
      () => parseIni('x'.repeat((1 << 20) + 1), 'tox.ini'),
      (error) => error instanceof UserError && error.reason === 'too-big',
    );
  });

  it('INI is read from any text', () => {
    const unit = fc.constantFrom('[', ']', 'a', '=', ':', ' ', '\t', '#', ';', '\n', '\r', '\0', '{', '\uFEFF');
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit, maxLength: 200 })), (text) => {
        const ini = parseIni(text, 'f');
        for (const section of ini.sectionNames) {
          for (const option of ini.options(section)) {
            const value = ini.value(section, option);
            assert.equal(value?.text.split('\n').length, value?.lines.length);
          }
        }
      }),
    );
  });
});
