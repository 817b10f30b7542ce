import { hanoi } from '../../../src/families/hanoi';
import { initialState } from '../../../src/families/hanoi/state';
import type { ChainSpec } from '../../../src/schemas/spec';

const towers = (disks: number): ChainSpec => ({ name: 'towers', family: 'hanoi', disks });

describe('probe', () => {
  it.each([1, 2, 3, 4, 7, 10])(
    'walks the right way from the first state to the last: %i disks',
    (disks) => {
      const spec = towers(disks);
      const check = hanoi.openCheck(spec);
      let state = hanoi.initialState(spec);
      for (let step = 0; step < hanoi.stepCount(spec); step += 1) {
        const probed = hanoi.probe(spec, step);
        expect(probed.state).toEqual(state);
        const next = hanoi.advance(state, probed.right);
        check.next(next.output);
        state = next.state;
      }
      expect(check.finish()).toBeNull();
    },
  );

  it('knows a step far into a tower of thirty disks', () => {
    const spec = towers(30);
    expect(hanoi.probe(spec, 0).state).toEqual(initialState(spec));
    const last = hanoi.probe(spec, 2 ** 30 - 2);
    expect(last.state).toMatchObject({ pegs: [[], [1], { length: 29 }] });
    expect(JSON.parse(last.right)).toMatchObject([
      [1, 1, 2],
      [[], [], { length: 30 }],
    ]);
  });
});
