import { scriptedAuthor } from './author';

describe('scriptedAuthor', () => {
  it('refuses for good what it does not know, since it would not know it when asked again', async () => {
    const author = scriptedAuthor([], { judgement: 1, seed: 1 });
    const request = { model: 'author', system: '', user: 'Who?', maxTokens: 9, temperature: 0 };
    const asked = async () => author.complete({ ...request, seed: 1 }, AbortSignal.timeout(1_000));
    await expect(asked()).rejects.toMatchObject({ nonRetryable: true, type: 'author.puzzled' });
  });
});
