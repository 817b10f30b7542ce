import { createProgressLines } from '../../src/dev/progress-lines';

/** Everything written, with the passing time made the same for every machine. */
function render(live: boolean) {
  jest.useFakeTimers();
  const written: string[] = [];
  const progress = createProgressLines({
    write: (text) => written.push(text),
    live,
    columns: () => 40,
  });
  return { progress, text: () => written.join('') };
}

describe('createProgressLines', () => {
  afterEach(() => {
    jest.useRealTimers();
  });

  it('writes one line for a step that ends at once', () => {
    const { progress, text } = render(false);
    progress.step('Building').done('v1');
    expect(text()).toBe('✓ Building: v1 (0.0 s)\n');
  });

  it('writes a failure with its reason', () => {
    const { progress, text } = render(false);
    progress.step('Building').failed('no compiler');
    expect(text()).toBe('✗ Building: no compiler (0.0 s)\n');
  });

  it('writes a line for each new note, and none for mere amounts', () => {
    const { progress, text } = render(false);
    const step = progress.step('Building');
    step.update({ note: 'compiling', count: '1 packages' });
    step.update({ note: 'compiling', count: '2 packages' });
    step.update({ bytes: 5 });
    step.done();
    expect(text()).toBe('  Building … compiling, 1 packages, 0.0 s\n✓ Building (0.0 s)\n');
  });

  it('reminds of a long step every 15 s in a log', () => {
    const { progress, text } = render(false);
    const step = progress.step('Downloading');
    step.update({ bytes: 5e6, totalBytes: 2e7 });
    jest.advanceTimersByTime(31_000);
    step.done();
    expect(text()).toBe(
      '  Downloading … 5 of 20 MB (25 %), 15 s\n' +
        '  Downloading … 5 of 20 MB (25 %), 30 s\n' +
        '✓ Downloading (31 s)\n',
    );
  });

  it('redraws running steps in place on a terminal, below the ended ones', () => {
    const { progress, text } = render(true);
    const first = progress.step('First');
    progress.step('Second');
    first.done();
    expect(text()).toBe(
      '\x1b[J  First … 0.0 s\n' +
        '\x1b[1A\x1b[J  First … 0.0 s\n  Second … 0.0 s\n' +
        '\x1b[2A\x1b[J✓ First (0.0 s)\n  Second … 0.0 s\n',
    );
  });

  it('cuts a live line to the width of the terminal', () => {
    const { progress, text } = render(true);
    progress.step('A title that is much too long for a narrow terminal');
    expect(text()).toBe('\x1b[J  A title that is much too long for a n\n');
  });

  it('draws nothing more once all steps have ended', () => {
    const { progress, text } = render(true);
    progress.step('Building').done();
    const before = text();
    jest.advanceTimersByTime(60_000);
    expect(text()).toBe(before);
  });
});
