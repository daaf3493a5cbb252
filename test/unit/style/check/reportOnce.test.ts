import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { UserError } from '../../../../src/base/errors';
import { ReportOnce } from '../../../../src/style/check/reportOnce';

describe('style/toldOnce', () => {
  const broken = () => Promise.reject(new UserError('flake8-plugin', 'no plugin'));

  it('tells of a failure once, until a check of the same root went well', async () => {
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

  it('does not take a check for a good one whose place a newer one took', async () => {
    const said: unknown[] = [];
    const told = new ReportOnce((error) => said.push(error));
    await told.listen('/r', broken());
    await told.listen('/r', Promise.resolve(undefined));
    await told.listen('/r', broken());
    assert.equal(said.length, 1);
  });

  it('does not tell of an environment that is not there yet', async () => {
    const told = new ReportOnce(() => assert.fail('told'));
    await told.listen('/r', Promise.reject(new UserError('flake8-missing', 'no flake8')));
  });
});
