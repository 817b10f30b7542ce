import { createInputMaker } from '../../../src/families/python/inputs';
import { describeUnderBubblewrap } from '../../support/bubblewrap';
import { pythonHost } from '../../support/python-family';
import { contractOf } from '../typescript/contracts';

const inputs = createInputMaker(pythonHost);

describeUnderBubblewrap('inputsOf of the Python family', () => {
  it.each(['tuple[int, int]', 'P', 'date', 'Literal["a", "b"]', 'Any'])(
    'makes lists of %s, though no single one is an edge case',
    async (item) => {
      const types = '@dataclass\nclass P:\n    x: int';
      const calls = await inputs.inputsOf(contractOf(`f(xs: list[${item}]) -> int`, { types }));
      expect(calls[0]).toBe('f([])');
      expect(calls.length).toBeGreaterThan(16);
    },
  );
});
