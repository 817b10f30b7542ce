import { createOutput, type Sink } from '../../../src/client/cli/output';
import { span } from '../../../src/client/view/line';

function sink(terminal: Partial<Sink> = {}): Sink & { readonly text: () => string } {
  let written = '';
  return { ...terminal, write: (text) => (written += text), text: () => written };
}

const terminal = { isTTY: true, columns: 20, rows: 4 };
const red = [[span('bad', 'bad')]];

describe('createOutput', () => {
  it('writes results to stdout and everything else to stderr', () => {
    const [stdout, stderr] = [sink(), sink()];
    const output = createOutput({ stdout, stderr, env: {}, json: false });
    output.result([[span('result')]]);
    output.json({ not: 'wanted' });
    output.note('note');
    expect([stdout.text(), stderr.text()]).toEqual(['result\n', 'note\n']);
  });

  it('writes nothing but the document to stdout when it is JSON', () => {
    const [stdout, stderr] = [sink(), sink()];
    const output = createOutput({ stdout, stderr, env: {}, json: true });
    output.result([[span('not wanted')]]);
    output.json({ a: 1 });
    expect(stdout.text()).toBe('{\n  "a": 1\n}\n');
  });

  it.each([
    ['a terminal', terminal, {}, '\u001b[31mbad\u001b[39m\n'],
    ['a terminal with NO_COLOR', terminal, { NO_COLOR: '1' }, 'bad\n'],
    ['a dumb terminal', terminal, { TERM: 'dumb' }, 'bad\n'],
    ['a file', {}, {}, 'bad\n'],
  ])('colours only as %s wants it', (_what, stream, env, text) => {
    const stdout = sink(stream);
    createOutput({ stdout, stderr: sink(), env, json: false }).result(red);
    expect(stdout.text()).toBe(text);
  });

  it('does not cut lines that stay, however narrow the terminal', () => {
    const stdout = sink(terminal);
    createOutput({ stdout, stderr: sink(), env: {}, json: false }).result([
      [span('x'.repeat(100))],
    ]);
    expect(stdout.text()).toBe(`${'x'.repeat(100)}\n`);
  });

  it.each([
    ['a terminal', terminal, {}, true],
    ['a terminal in CI', terminal, { CI: 'true' }, false],
    ['a file', {}, {}, false],
  ])('redraws on %s: %s', (_what, stream, env, live) => {
    const { screen } = createOutput({ stdout: sink(), stderr: sink(stream), env, json: false });
    expect(screen.isLive).toBe(live);
  });

  it('draws over what it drew before, cut to the terminal, and below what was released', () => {
    const stderr = sink(terminal);
    const { screen } = createOutput({
      stdout: sink(),
      stderr,
      env: { NO_COLOR: '1' },
      json: false,
    });
    screen.draw([[span('a'.repeat(30))], [span('b')]]);
    screen.draw([[span('c')]]);
    screen.release();
    screen.draw([[span('d')]]);
    expect(stderr.text().split('\u001b')).toEqual([
      '',
      `[J${'a'.repeat(18)}…\nb\n`,
      '[2A',
      '[Jc\n',
      '[Jd\n',
    ]);
  });

  it('draws no more lines than fit, and says how many it left out', () => {
    const stderr = sink(terminal);
    const { screen } = createOutput({
      stdout: sink(),
      stderr,
      env: { NO_COLOR: '1' },
      json: false,
    });
    screen.draw(['1', '2', '3', '4', '5'].map((text) => [span(text)]));
    expect(stderr.text()).toBe('\u001b[J1\n2\n… 3 more lines\n');
  });
});
