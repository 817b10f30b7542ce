import type { LoadedPart } from '../../activities/ports/family';
import type { Contract, Law } from '../../schemas/contract';
import { readContract } from './contract-hints';
import { tokensOf } from './tokens';

/** Why a law cannot be checked: its parameters are no typed ones, or its claim is no expression. */
export function lawFault(
  { forAll, claim }: Law,
  { types }: Pick<Contract, 'types'>,
): string | null {
  const read = readContract({ signature: `law(${forAll}) -> bool`, types });
  if ('fault' in read || read.parameters.length === 0)
    return `found forAll '${forAll}', expected parameters with their types, such as xs: list[int]`;
  return isEnclosed(claim) ? null : `found claim '${claim}', expected one expression`;
}

/**
 * A law as a part: a function of the law's parameters that says whether its claim holds for them, and that calls the
 * contract's function. So it is run, and its inputs are made, as those of any other function.
 */
export function lawPart(law: Law, contract: Contract): LoadedPart {
  const { name, signature, types, description, examples, probes } = contract;
  const own = name === 'law' ? 'claim' : 'law';
  const written = `${own}(${law.forAll}) -> bool`;
  return {
    contract: {
      name: own,
      signature: written,
      description: '',
      types,
      background: '',
      examples: [],
      cases: [],
      // Its values are made of the same words and numbers as those of the function itself.
      probes: [...new Set([...examples.map(({ call }) => call), ...probes])],
      uses: [{ name, signature, description }],
      laws: [],
    },
    code: `def ${written}:\n    return bool(\n        ${law.claim}\n    )\n`,
  };
}

/** Whether the brackets of an expression close in their order, so that nothing in it ends it early. */
function isEnclosed(text: string): boolean {
  const open: string[] = [];
  for (const { kind, text: mark } of tokensOf(text.replace(/[<>!=]=|[<>&^~@]/g, '+')) ?? [
    { kind: 'mark', text: ')' },
  ]) {
    if (kind !== 'mark') continue;
    const closing = CLOSING[mark];
    if (closing !== undefined) open.push(closing);
    else if (')]}'.includes(mark) && open.pop() !== mark) return false;
  }
  return open.length === 0 && text.trim() !== '';
}

const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
