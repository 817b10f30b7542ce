import fc from 'fast-check';
import { renderLine, span } from '../../../src/client/view/line';

describe('renderLine', () => {
  it('cuts a line to its width with an ellipsis', () => {
    expect(renderLine([span('12345'), span('67890', 'good')], { columns: 8, colour: false })).toBe(
      '1234567…',
    );
  });

  it('leaves a line that just fits as it is', () => {
    expect(renderLine([span('12345'), span('67890')], { columns: 10, colour: false })).toBe(
      '1234567890',
    );
  });

  it('colours what is left after the cut', () => {
    expect(renderLine([span('good', 'good')], { columns: 80, colour: true })).toBe(
      '\u001b[32mgood\u001b[39m',
    );
  });

  it('leaves no blanks at the end, in whichever piece they are', () => {
    expect(renderLine([span('a  '), span('   ', 'bad')], { columns: 80, colour: false })).toBe('a');
  });

  it('never writes more than its width, nor a control character, whatever the texts', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'binary' })),
        fc.integer({ min: 1, max: 40 }),
        (texts, columns) => {
          const text = renderLine(
            texts.map((each) => span(each)),
            { columns, colour: false },
          );
          expect(text.length).toBeLessThanOrEqual(columns);
          expect(text).not.toMatch(/\p{Cc}/u);
        },
      ),
    );
  });
});
