import fc from 'fast-check';
import { approachesTo } from '../../src/domain/approaches';

const first = fc.constantFrom('leaf', 'split');
const maxPlans = fc.integer({ min: 1, max: 9 });

describe('approachesTo', () => {
  it('begins as the size suggests wherever a split is allowed', () => {
    fc.assert(
      fc.property(first, maxPlans, (suggested, plans) => {
        const [begin] = approachesTo({ first: suggested, maySplit: true, maxPlans: plans });
        expect(begin).toBe(suggested);
      }),
    );
  });

  it('tries the task whole once and as many decompositions as allowed, before the user is asked', () => {
    fc.assert(
      fc.property(first, maxPlans, (suggested, plans) => {
        const tried = approachesTo({ first: suggested, maySplit: true, maxPlans: plans });
        expect(tried.filter((approach) => approach === 'leaf')).toHaveLength(1);
        expect(tried.filter((approach) => approach === 'split')).toHaveLength(plans);
      }),
    );
  });

  it('ends with the whole task when decompositions came first', () => {
    expect(approachesTo({ first: 'split', maySplit: true, maxPlans: 2 })).toEqual([
      'split',
      'split',
      'leaf',
    ]);
  });

  it('has no way but the leaf at the depth limit, whatever the size suggests', () => {
    fc.assert(
      fc.property(first, maxPlans, (suggested, plans) => {
        const tried = approachesTo({ first: suggested, maySplit: false, maxPlans: plans });
        expect(tried).toEqual(['leaf']);
      }),
    );
  });
});
