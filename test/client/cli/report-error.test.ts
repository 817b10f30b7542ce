import { reportError } from '../../../src/client/cli/report-error';
import { UsageError } from '../../../src/client/cli/usage-error';
import { NobodyAnswers, OutFolderTaken, RunNotFound } from '../../../src/client/errors';

describe('reportError', () => {
  it.each([
    [new UsageError('found x, expected y'), 2],
    [new RunNotFound('r'), 2],
    [new OutFolderTaken('/out', 'a file'), 2],
    [new NobodyAnswers('r'), 1],
  ])('tells %p as it is', (error, code) => {
    expect(reportError(error, {})).toEqual({ text: `✗ ${error.message}`, code });
  });

  it('tells a surprise in one line, with where to look and how to go on', () => {
    const { text, code } = reportError(new TypeError('x is not a function\nmore'), {});
    expect(code).toBe(1);
    expect(text).toMatch(
      /^✗ TypeError: x is not a function\n.*millwright resume RUN.*\.millwright\/logs.*$/,
    );
  });

  it('tells the cause of a surprise, which is where gRPC says what happened', () => {
    const error = new Error('Failed to query', { cause: new Error('UNAVAILABLE: no connection') });
    expect(reportError(error, {}).text).toContain(
      '✗ Error: Failed to query (UNAVAILABLE: no connection)\n',
    );
  });

  it('tells what is no error at all', () => {
    expect(reportError('thrown text', {}).text).toContain('✗ Error: thrown text\n');
  });

  it('shows the stack, with its causes, only when it is asked for', () => {
    const error = new UsageError('outer', { cause: new Error('inner') });
    expect(reportError(error, {}).text).not.toContain('report-error.test');
    const { text } = reportError(error, { MILLWRIGHT_DEBUG: '1' });
    expect(text).toMatch(/report-error\.test[^]*Caused by: Error: inner[^]*report-error\.test/);
  });
});
