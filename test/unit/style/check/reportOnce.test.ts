import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { UserError } from '../../../../src/base/errors';
import { ReportOnce } from '../../../../src/style/check/reportOnce';

describe('reporting a failure once', () => {
  const broken = () => Promise.reject(new UserError('flake8-plugin', 'no plugin'));

  it('a failure is reported once, until a check of the same root succeeds', async () => {
    const said: unknown[] = [];
    const told = new ReportOnce((error) => said.push(error));
    await told.listen('/r', broken());
    await told.listen('/r', broken());
    assert.equal(said.length, 1);
    await told.listen('/other', Promise.resolve([]));
    await told.listen('/r', broken());
    assert.equal(said.length, 1);
    await told.listen('/r', Promise.resolve([]));
    await told.listen('/r', broken());
    assert.equal(said.length, 2);
  });

  it('a check replaced by a newer one does not count as a success', async () => {
    const said: unknown[] = [];
    const told = new ReportOnce((error) => said.push(error));
    await told.listen('/r', broken());
    await told.listen('/r', Promise.resolve(undefined));
    await told.listen('/r', broken());
    assert.equal(said.length, 1);
  });

  it('an environment that does not exist yet is not reported', async () => {
    const told = new ReportOnce(() => assert.fail('told'));
    await told.listen('/r', Promise.reject(new UserError('flake8-missing', 'no flake8')));
  });
});
