import { flaggedUnread, flagOfFinish } from '../../src/domain/unread-reply';

describe('flagOfFinish', () => {
  it.each([
    ['stop', null],
    ['length', 'too-long'],
    ['refused', 'refused'],
  ] as const)('takes a reply that ended by %s for %s', (finish, redFlag) => {
    expect(flagOfFinish(finish)).toBe(redFlag);
  });
});

describe('flaggedUnread', () => {
  it('says which limit or refusal it was, each in words of its own', () => {
    const cut = flaggedUnread('too-long');
    const declined = flaggedUnread('refused');
    expect([cut.redFlag, declined.redFlag]).toEqual(['too-long', 'refused']);
    expect(cut.detail).toMatch(/cut off/);
    expect(declined.detail).toMatch(/no answer/);
  });
});
