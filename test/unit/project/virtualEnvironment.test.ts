import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { programIn, programOf, programsFolder } from '../../../src/project/virtualEnvironment';

describe('the programs of a virtual environment', () => {
  it('programs of a virtual environment are in bin, and on Windows in Scripts with the ending .exe', () => {
    assert.equal(programsFolder('/v', 'linux'), join('/v', 'bin'));
    assert.equal(programOf('/v', 'python', 'darwin'), join('/v', 'bin', 'python'));
    assert.equal(programOf('/v', 'python', 'win32'), join('/v', 'Scripts', 'python.exe'));
    assert.equal(programIn('/v/Scripts', 'tox', 'win32'), join('/v/Scripts', 'tox.exe'));
  });
});
