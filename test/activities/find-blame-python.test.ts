import { createFindBlame } from '../../src/activities/find-blame';
import type { Family } from '../../src/activities/ports/family';
import { loadContract } from '../../src/activities/subjects';
import { createPythonFamily } from '../../src/families/python';
import type { Contract } from '../../src/schemas/contract';
import { contractOf } from '../families/typescript/contracts';
import { runActivity } from '../support/activity';
import { describeUnderBubblewrap } from '../support/bubblewrap';
import { MemoryStore } from '../support/memory-store';
import { pythonHost } from '../support/python-family';

const CUT = contractOf('cut(text: str) -> list[str]');
const LONGEST = contractOf('longest(words: list[str]) -> str');
const UNUSED = contractOf('unused(n: int) -> int');
const RIGHT = 'def longest(words: list[str]) -> str:\n    return max(words, key=len, default="")\n';
const ENTRY = contractOf('entry(text: str) -> str', {
  uses: [CUT, LONGEST].map(({ name, signature }) => ({ name, signature, description: '' })),
  examples: [{ call: 'entry("a bb c")', returns: 'bb' }],
});

describeUnderBubblewrap('findBlame in a tree of Python', () => {
  it('blames the part that the failing check called, with the case that it failed, and tries no other', async () => {
    const store = new MemoryStore();
    const put = async (contract: Contract, code: string, runnersUp: readonly string[] = []) =>
      store.put({
        contract: JSON.parse(JSON.stringify(contract)) as Record<string, never>,
        code,
        parts: [],
        task: `entry/${contract.name}`,
        runnersUp: await Promise.all(runnersUp.map((text) => store.put({ text }))),
      });
    const cut = await put(CUT, 'def cut(text: str) -> list[str]:\n    return text.split()\n');
    const longest = await put(LONGEST, RIGHT.replace('max', 'min'), [RIGHT]);
    const unused = await put(UNUSED, 'def unused(n: int) -> int:\n    return n\n', ['no code']);
    const part = await store.put({
      contract: JSON.parse(JSON.stringify(ENTRY)) as Record<string, never>,
      code: 'def entry(text: str) -> str:\n    return longest(cut(text))\n',
      parts: [cut, longest, unused],
      task: 'entry',
      runnersUp: [],
    });
    const tried: string[] = [];
    const python = createPythonFamily(pythonHost);
    const family: Family = {
      ...python,
      verifyPart: (request, signal) => {
        tried.push(...request.parts.map(({ code }) => code));
        return python.verifyPart(request, signal);
      },
    };
    const families = { typescript: family, python: family };
    const { findBlame } = createFindBlame({ store, families });
    const found = await runActivity(findBlame, { family: 'python', part, spec: null });
    expect(tried).toContain(RIGHT);
    expect(tried).not.toContain('no code');
    expect(found.why).toMatch(/^entry\/longest is at fault: a runner-up/);
    const { cases } = await loadContract(store, found.blamed?.contract ?? '');
    expect(cases).toEqual([{ call: `longest(['a', 'bb', 'c'])`, returns: 'bb' }]);
  });
});
