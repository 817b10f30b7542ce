import { scriptedAuthor } from './author';
import { studiesOf } from './composite-study';
import { loadComposites } from './composites';

describe('scriptedAuthor', () => {
  it('knows a function in either language by the prompt, whichever of its messages names the language', async () => {
    const [composite] = loadComposites();
    const studies = composite === undefined ? [] : studiesOf(composite, 0);
    const author = scriptedAuthor(studies, { judgement: 1, seed: 1 });
    const sizeOf = async (system: string, user: string): Promise<string> => {
      const schema = { name: 'size', json: {} };
      const request = {
        model: 'author',
        system,
        user,
        schema,
        maxTokens: 9,
        temperature: 0,
        seed: 1,
      };
      return (await author.complete(request, AbortSignal.timeout(1_000))).text;
    };
    const python = studies.at(-1)?.signature.python ?? '';
    const typescript = studies.at(-1)?.signature.typescript ?? '';
    const split = '{"size":"split"}';
    expect(await sizeOf('', `A Python function:\n${python}`)).toBe(split);
    expect(await sizeOf('You write Python.', python)).toBe(split);
    expect(await sizeOf('', typescript)).toBe(split);
  });

  it('refuses for good what it does not know, since it would not know it when asked again', async () => {
    const author = scriptedAuthor([], { judgement: 1, seed: 1 });
    const request = { model: 'author', system: '', user: 'Who?', maxTokens: 9, temperature: 0 };
    const asked = async () => author.complete({ ...request, seed: 1 }, AbortSignal.timeout(1_000));
    await expect(asked()).rejects.toMatchObject({ nonRetryable: true, type: 'author.puzzled' });
  });
});
