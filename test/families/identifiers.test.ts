import type { PlainContract } from '../../src/domain/plain-contract';
import { camelCase, renamed, snakeCase } from '../../src/families/identifiers';

describe('names of one language as another one writes them', () => {
  it.each([
    ['csvFields', 'csv_fields'],
    ['toRoman', 'to_roman'],
    ['parseCSVLine', 'parse_csv_line'],
    ['rank2Of', 'rank2_of'],
    ['words', 'words'],
  ])('writes %s as %s', (camel, snake) => {
    expect(snakeCase(camel)).toBe(snake);
  });

  it.each([
    ['csv_fields', 'csvFields'],
    ['to_roman', 'toRoman'],
    ['_hidden', '_hidden'],
    ['part_2', 'part2'],
    ['words', 'words'],
  ])('writes %s as %s', (snake, camel) => {
    expect(camelCase(snake)).toBe(camel);
  });

  const TEXT = { kind: 'text' } as const;
  const contractOf = (description: string, ...parameters: readonly string[]): PlainContract => ({
    name: 'wordsOf',
    description,
    background: '',
    parameters: parameters.map((name) => ({ name, type: TEXT })),
    result: TEXT,
    examples: [],
    cases: [],
  });

  it('says the new names in the prose, whole words alone', () => {
    const prose = 'wordsOf(inText) has the words of inText; wordsOfAll is another.';
    expect(renamed(contractOf(prose, 'inText'), snakeCase)).toMatchObject({
      name: 'words_of',
      parameters: [{ name: 'in_text' }],
      description: 'words_of(in_text) has the words of in_text; wordsOfAll is another.',
    });
  });

  it('leaves alone what may be a word of the prose', () => {
    const prose = 'How far it is from from to to.';
    const found = renamed(contractOf(prose, 'from', 'to'), (name) => `${snakeCase(name)}_`);
    expect(found).toMatchObject({ description: prose, parameters: [{ name: 'from_' }, {}] });
  });

  it('renames nothing where two names would become one', () => {
    expect(renamed(contractOf('', 'aB', 'a_b'), snakeCase)).toBeNull();
  });
});
