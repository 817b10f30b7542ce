import fc from 'fast-check';
import { depthOf, isWithin, renewedPath, versionOf } from '../../src/domain/task-path';

const name = fc.stringMatching(/^[a-z]{1,4}$/);
const number = fc.option(fc.integer({ min: 2, max: 30 }), { nil: null });
const step = fc
  .tuple(name, number, number)
  .map(([own, attempt, version]) =>
    [own, attempt && `@${attempt}`, version && `~${version}`].filter(Boolean).join(''),
  );
const path = fc.array(step, { minLength: 1, maxLength: 4 }).map((steps) => steps.join('/'));

describe('renewedPath', () => {
  it.each([
    ['a/b', 'a/b~2'],
    ['a/b~2', 'a/b~3'],
    ['a/b@2', 'a/b@2~2'],
    ['a~2/b', 'a~2/b~2'],
  ])('follows %s by %s', (task, next) => {
    expect(renewedPath(task)).toBe(next);
  });

  it('never gives a path twice, and stays the same task', () => {
    fc.assert(
      fc.property(path, (task) => {
        const [one, other] = [renewedPath(task), renewedPath(renewedPath(task))];
        return (
          new Set([task, one, other]).size === 3 &&
          isWithin(other, task) &&
          isWithin(task, other) &&
          versionOf(other).version === versionOf(task).version + 2
        );
      }),
    );
  });
});

describe('isWithin', () => {
  it.each([
    ['a/b', 'a', true],
    ['a@2/b~3/c', 'a/b', true],
    ['a', 'a~2', true],
    ['ab', 'a', false],
    ['a', 'a/b', false],
    ['a/bc', 'a/b', false],
  ])('says of %s and %s: %s', (task, other, within) => {
    expect(isWithin(task, other)).toBe(within);
  });
});

describe('depthOf', () => {
  it('is 0 for the entry, and counts the tasks above', () => {
    expect([depthOf('a~2'), depthOf('a/b@2'), depthOf('a/b/c')]).toEqual([0, 1, 2]);
  });
});
