import { faultOfRunId, newRunId } from '../../src/client/run-id';

describe('newRunId', () => {
  it('makes an id that may be one, and never the same twice', () => {
    const [first, second] = [newRunId('text-stats'), newRunId('text-stats')];
    expect(first).toMatch(/^text-stats-[0-9a-f]{8}$/);
    expect(faultOfRunId(first)).toBeUndefined();
    expect(second).not.toBe(first);
  });
});

describe('faultOfRunId', () => {
  it.each(['nightly', 'A.b_c-1', '7'])('accepts %s', (id) => {
    expect(faultOfRunId(id)).toBeUndefined();
  });

  it.each(['', '-x', 'a/b', 'a b', 'ä', 'x'.repeat(101)])('refuses "%s"', (id) => {
    expect(faultOfRunId(id)).toContain('expected at most 100 letters');
  });
});
