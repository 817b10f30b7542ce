import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeFaults } from '../../src/client/spec/fault';
import { readSpecFile } from '../../src/client/spec-file';
import { chainHeader, header, PROSE } from './support/headers';

let base: string;
beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'millwright-spec-'));
});
afterEach(async () => {
  await rm(base, { recursive: true });
});

/** The one message about this text as a spec, its path shortened to SPEC.md. */
async function complaint(text: string | Uint8Array): Promise<string> {
  const file = join(base, 'SPEC.md');
  await writeFile(file, text);
  const read = await readSpecFile(file);
  if (!('faults' in read)) throw new Error('the spec was accepted');
  return describeFaults({ ...read, file: 'SPEC.md' });
}

describe('readSpecFile', () => {
  it.each([
    ['an empty file', '', 'found an empty file, expected a readable Markdown file'],
    ['no header', 'Build me something.', 'SPEC.md:1: found no header, expected a first line ---'],
    [
      'a header that never ends',
      '---\nname: x\n',
      'SPEC.md:1: found a header that is never closed',
    ],
    [
      'an empty header',
      '---\n---\nx',
      'SPEC.md:2: found an empty header, expected at least the fields name',
    ],
    ['a header that is a list', '---\n- a\n---\nx', 'found the header ["a"]'],
    [
      'a header that is no YAML',
      header({ 3: 'family: [' }),
      'SPEC.md:4: found a header that is not YAML (',
    ],
    [
      'a field written twice',
      header({}, 'name: other'),
      'SPEC.md:8: found a header that is not YAML (Map keys must be unique',
    ],
    ['bytes that are no text', Uint8Array.of(0xff, 0xfe, 0xfd), 'found bytes that are not UTF-8'],
    ['a megabyte', 'x'.repeat(2 ** 20 + 1), 'found 1048577 bytes'],
    [
      'an unknown field',
      header({}, 'margins: 3'),
      'SPEC.md:8 margins: found an unknown field with 3, expected only the fields name, family',
    ],
    ['an unknown field near a known one', header({}, 'margins: 3'), '(did you mean margin?)'],
    ['an unknown field of an example', header({}, '    return: 2'), '(did you mean returns?)'],
    [
      'an unknown family',
      header({ 3: 'family: cobol' }),
      'SPEC.md:3 family: found "cobol", expected one of: typescript, python, hanoi',
    ],
    [
      'no name',
      header({ 2: '#' }),
      'SPEC.md:1 name: found nothing, expected a name of lowercase letters',
    ],
    [
      'a name that is none',
      header({ 2: 'name: Word Count' }),
      'SPEC.md:2 name: found "Word Count"',
    ],
    [
      'no entry',
      header({ 4: '#' }),
      'SPEC.md:1 entry: found nothing, expected the signature of one function',
    ],
    [
      'an entry without a result',
      header({ 4: 'entry: countWords(text)' }),
      'SPEC.md:4 entry: found "countWords(text)"',
    ],
    [
      'an entry that does not parse',
      header({ 4: 'entry: "countWords(text: ): number"' }),
      'SPEC.md:4: entry: found',
    ],
    [
      'an entry with an unknown type',
      header({ 4: 'entry: "countWords(text: string): Stats"' }),
      'SPEC.md:4: entry countWords',
    ],
    ['types that do not parse', header({}, 'types: "interface {"'), 'SPEC.md:8: types'],
    [
      'examples that are no list',
      header({ 5: 'examples: none', 6: '#', 7: '#' }),
      'SPEC.md:5 examples: found "none"',
    ],
    [
      'an example without its call',
      header({ 6: '  -' }),
      'SPEC.md:7 examples[0].call: found nothing',
    ],
    [
      'an example without its result',
      header({ 7: '#' }),
      'SPEC.md:6 examples[0].returns: found nothing',
    ],
    [
      'a result that JSON cannot carry',
      header({ 7: '    returns: .nan' }),
      'SPEC.md:7 examples[0].returns: found',
    ],
    [
      'an example that calls something else',
      header({ 6: '  - call: size("a b")' }),
      'SPEC.md:6: example 1: found',
    ],
    [
      'an example whose result has another type',
      header({ 7: '    returns: two' }),
      'SPEC.md:6: example 1, countWords("a b"): found returns "two"',
    ],
    [
      'an example with wrong arguments',
      header({ 6: '  - call: countWords(7)' }),
      'SPEC.md:6: example 1',
    ],
    [
      'acceptance tests that do not exist',
      header({}, 'acceptance: acceptance/*.test.ts'),
      'SPEC.md:8 acceptance: found the pattern acceptance/*.test.ts, which matches no file',
    ],
    [
      'acceptance tests elsewhere',
      header({}, 'acceptance: ../../*.ts'),
      "expected a path inside the spec's folder",
    ],
    [
      'a margin of nothing',
      header({}, 'margin: 0'),
      'SPEC.md:8 margin: found 0, expected a whole number from 1 to 50',
    ],
    [
      'a target of certainty',
      header({}, 'target: 1'),
      'SPEC.md:8 target: found 1, expected a probability above 0 and below 1',
    ],
    [
      'a negative budget',
      header({}, 'budget:', '  usd: -1'),
      'SPEC.md:9 budget.usd: found -1, expected US dollars, 0 or more',
    ],
    [
      'an unknown part of a budget',
      header({}, 'budget: { call: 9 }'),
      'SPEC.md:8 budget.call: found an unknown field with 9, expected only the fields usd, calls, hours (did you mean calls?)',
    ],
    [
      'a depth that is no number',
      header({}, 'maxDepth: deep'),
      'SPEC.md:8 maxDepth: found "deep", expected a whole number from 0 to 12',
    ],
    [
      'a chain without its length',
      chainHeader({ 4: '#' }),
      'SPEC.md:1 disks: found nothing, expected a whole number of disks from 1 to 30',
    ],
    [
      'a tower too high',
      chainHeader({ 4: 'disks: 31' }),
      'SPEC.md:4 disks: found 31, expected a whole number of disks from 1 to 30',
    ],
    [
      'a tower of half a disk',
      chainHeader({ 4: 'disks: 0.5' }),
      'SPEC.md:4 disks: found 0.5, expected a whole number of disks from 1 to 30',
    ],
    [
      'an entry of a chain',
      chainHeader({}, 'entry: "solve(): void"'),
      'SPEC.md:5 entry: found an unknown field with "solve(): void", expected only the fields name, family, disks, margin, target, budget',
    ],
    [
      'a misspelt field of a chain',
      chainHeader({ 4: 'disks: 3' }, 'disk: 3'),
      'SPEC.md:5 disk: found an unknown field with 3, expected only the fields name, family, disks, margin, target, budget (did you mean disks?)',
    ],
    [
      'a margin of a chain that is none',
      chainHeader({}, 'margin: 51'),
      'SPEC.md:5 margin: found 51, expected a whole number from 1 to 50',
    ],
    [
      'disks of software',
      header({}, 'disks: 3'),
      'SPEC.md:8 disks: found an unknown field with 3, expected only the fields name, family, entry',
    ],
    [
      'no prose',
      header().replace(PROSE, ' '),
      'found no text below the header, expected prose that says what to build',
    ],
    [
      'too much prose',
      header().replace(PROSE, 'x'.repeat(4_001)),
      'found 4001 characters of prose, expected at most 4000',
    ],
  ])('complains about %s', async (_what, text, message) => {
    const complained = await complaint(text);
    expect(complained).toContain('SPEC.md has one fault; nothing was started.\n');
    expect(complained).toContain(message);
  });

  it('complains about a folder and about nothing at all', async () => {
    const [folder, missing] = await Promise.all([
      readSpecFile(base),
      readSpecFile(join(base, 'no', 'SPEC.md')),
    ]);
    expect('faults' in folder && describeFaults(folder)).toContain('found a folder');
    expect('faults' in missing && describeFaults(missing)).toContain('found no such file');
  });

  it('tells all faults at once, in the order of their lines', async () => {
    const text = header(
      { 2: 'name: A B', 3: 'family: cobol' },
      'colour: red',
      'margin: 99',
    ).replace(PROSE, '');
    const [headline, ...faults] = (await complaint(text)).split('\n');
    expect(headline).toBe('SPEC.md has 5 faults; nothing was started.');
    expect(faults.map((fault) => fault.trim().split(' ')[0])).toEqual([
      'SPEC.md:2',
      'SPEC.md:3',
      'SPEC.md:8',
      'SPEC.md:9',
      'SPEC.md:11:',
    ]);
  });
});
