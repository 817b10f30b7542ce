import fc from 'fast-check';
import { redactor } from '../../src/adapters/redact';

describe('redactor', () => {
  it('removes the secret wherever it stands, plain, in JSON or in a URL', () => {
    // Keys start with letters that no other text below has.
    const secret = fc.string({ minLength: 3, maxLength: 40 }).map((text) => `ZQ${text}`);
    fc.assert(
      fc.property(secret, (key) => {
        const text = `<${key}> ${JSON.stringify({ key })} ?key=${encodeURIComponent(key)}`;
        expect(redactor(key)(text)).not.toContain('ZQ');
      }),
    );
  });

  it.each([
    ['Authorization: Bearer abc.def-123', 'Authorization: Bearer [key]'],
    ['Incorrect API key provided: sk-proj-abcd********wxyz.', 'Incorrect API key provided: [key]'],
    ['gsk_0123456789abcdef', '[key]'],
  ])('removes what looks like a key from %j', (text, safe) => {
    expect(redactor(undefined)(text)).toBe(safe);
  });

  it.each(['The task-manager model is not found', 'model "sk" was not found'])(
    'leaves %j alone',
    (text) => {
      expect(redactor('a')(text)).toBe(text);
    },
  );
});
