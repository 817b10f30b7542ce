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

  it('says the new names in the prose, whole words alone', () => {
    const contract = {
      name: 'wordsOf',
      parameters: [{ name: 'inText', type: { kind: 'text' } as const }],
      description: 'wordsOf(inText) has the words of inText; wordsOfAll is another.',
    };
    expect(renamed(contract, snakeCase)).toMatchObject({
      name: 'words_of',
      parameters: [{ name: 'in_text' }],
      description: 'words_of(in_text) has the words of in_text; wordsOfAll is another.',
    });
  });
});
