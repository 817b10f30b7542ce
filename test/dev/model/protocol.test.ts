import { readChatRequest } from '../../../src/dev/model/protocol';

const minimal = { model: 'tiny', messages: [{ role: 'user', content: 'hello' }] };
const read = (changes: object) =>
  readChatRequest(JSON.stringify({ ...minimal, ...changes }), 'tiny');

describe('readChatRequest', () => {
  it.each([
    [{ n: 4 }, { n: 4 }],
    [
      { n: null, stop: null, temperature: null },
      { n: 1, stops: [], temperature: 1 },
    ],
    [{ seed: 5 }, { seed: 5 }],
    [{ stop: 'END' }, { stops: ['END'] }],
    [{ stop: ['a', 'b'] }, { stops: ['a', 'b'] }],
    [{ max_tokens: 5 }, { maxTokens: 5 }],
    [{ max_tokens: 5, max_completion_tokens: 6 }, { maxTokens: 6 }],
    [{ stream: false, tools: [], user: 'x' }, { n: 1 }],
    [{ response_format: { type: 'text' } }, { schema: undefined }],
    [{ response_format: { type: 'json_object' } }, { schema: { type: 'object' } }],
    [
      {
        response_format: { type: 'json_schema', json_schema: { name: 'x', schema: { const: 1 } } },
      },
      { schema: { const: 1 } },
    ],
  ])('reads %j as %j', (changes, expected) => {
    expect(read(changes)).toMatchObject(expected);
  });

  it('joins the parts of a message, and takes a developer for the system', () => {
    const content = ['a', 'b'].map((text) => ({ type: 'text', text }));
    expect(read({ messages: [{ role: 'developer', content }] }).messages).toEqual([
      { role: 'system', content: 'ab' },
    ]);
  });

  it('draws another seed for every request without one', () => {
    expect(read({}).seed).not.toBe(read({}).seed);
  });
});
