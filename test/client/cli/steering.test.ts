import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { reportError } from '../../../src/client/cli/report-error';
import { NobodyAnswers } from '../../../src/client/errors';
import { millwright } from '../support/fake-context';
import { MODEL } from '../support/runs';
import { worldOfDoneRun, worldWith } from '../support/worlds';

describe('control commands', () => {
  it.each([
    [['pause', 'r'], { to: 'r', signal: 'pause', args: [] }],
    [['resume', 'r'], { to: 'r', signal: 'resume', args: [] }],
    [['approve', 'r'], { to: 'r', signal: 'approve', args: [] }],
    [['reject', 'r', '--reason', 'no'], { to: 'r', signal: 'reject', args: [{ reason: 'no' }] }],
    [['cancel', 'r'], { to: 'r', cancel: true }],
    [['budget', 'r', '--add-usd', '2.5'], { to: 'r', signal: 'raiseBudget', args: [{ usd: 7.5 }] }],
    [
      ['budget', 'r', '--add-calls', '10'],
      { to: 'r', signal: 'raiseBudget', args: [{ calls: 2_010 }] },
    ],
  ])('%j tells the run and leaves', async (args, message) => {
    const { sent, code, stdout, closed } = await millwright(args, worldWith());
    expect(sent).toEqual([message]);
    expect([code, stdout, closed.length]).toEqual([0, '', 1]);
  });

  it.each([
    [['approve', 'r'], 'Run r is told that you approve'],
    [['reject', 'r', '--reason', 'no'], 'Run r is told your reason'],
  ])('says which question %j answers, or that there is none', async (args, told) => {
    const question = 'a is to be split into b, c. Approve the plan, or reject it with a reason.';
    const pause = { code: 'approval', message: question };
    const asked = await millwright(args, worldWith({ state: 'waiting', pause }));
    expect(asked.stderr).toBe(
      `${told}. That answers: "${question}" Follow it: millwright watch r\n`,
    );
    const { stderr } = await millwright(args, worldWith());
    expect(stderr).toContain(`${told}. It shows no question now: this answers the first that`);
  });

  it('takes a message to an ended run for no fault', async () => {
    const { code, stderr } = await millwright(['cancel', 'r'], {
      workflows: { r: { execution: 'COMPLETED' } },
    });
    expect(code).toBe(0);
    expect(stderr).toBe('Run r has ended already; nothing was changed.\n');
  });

  it('refuses a budget without an amount', async () => {
    await expect(millwright(['budget', 'r'], worldWith())).rejects.toThrow(
      'found no amount, expected --add-usd N',
    );
  });
});

describe('millwright redecompose', () => {
  const world = (outcome: string) => {
    const { workflows } = worldWith();
    const updates = { redecompose: { outcome, message: 'a is split anew.' } };
    return { workflows: { r: { ...workflows?.['r'], updates } } };
  };

  it('tells the run which task, and why, and says what comes of it', async () => {
    const args = ['redecompose', 'r', 'a', '--reason', 'it drops digits'];
    const { sent, code, stdout, stderr } = await millwright(args, world('begun'));
    const wish = { id: expect.any(String), task: 'a', reason: 'it drops digits' };
    expect(sent).toEqual([{ to: 'r', update: 'redecompose', args: [wish] }]);
    expect([code, stdout, stderr]).toEqual([
      0,
      '',
      'a is split anew. Follow it: millwright watch r\n',
    ]);
  });

  it('takes a wish that was said before for no fault', async () => {
    const { code } = await millwright(['redecompose', 'r', 'a'], world('unchanged'));
    expect(code).toBe(0);
  });

  it('takes a wish to an ended run for no fault', async () => {
    const { code, stderr, sent } = await millwright(
      ['redecompose', 'r', 'a'],
      worldWith({ state: 'done' }),
    );
    expect([code, stderr, sent]).toEqual([
      0,
      'Run r has ended already; nothing was changed.\n',
      [],
    ]);
  });

  it.each([
    [
      'a task that the run does not have',
      'aa',
      world('begun'),
      /found no task "aa" in run "r".* Did you mean a\?/,
    ],
    ['a task that the run refuses', 'a', world('refused'), /a is split anew/],
  ])('refuses %s with 2', async (_, task, given, message) => {
    const refused = await millwright(['redecompose', 'r', task], given).catch((error: unknown) =>
      reportError(error, {}),
    );
    expect(refused).toMatchObject({ code: 2, text: expect.stringMatching(message) });
  });

  it('refuses a reason that no prompt has room for', async () => {
    const args = ['redecompose', 'r', 'a', '--reason', 'x'.repeat(501)];
    await expect(millwright(args, world('begun'))).rejects.toThrow(
      'found a reason of 501 characters, expected at most 500',
    );
  });
});

describe('millwright resume', () => {
  const OTHER = { ...MODEL, name: 'other', price: { input: 1, output: 4 } };

  it('gives the run the models that are configured now, where it has others, and says so', async () => {
    const { sent, stderr } = await millwright(
      ['resume', 'r'],
      worldWith({ state: 'paused' }, { models: [OTHER] }),
    );
    const models = [expect.objectContaining({ name: 'other', maxCallUsd: 0.016 })];
    expect(sent).toEqual([{ to: 'r', signal: 'resume', args: [{ models }] }]);
    expect(stderr).toContain('Run r asks other from now on, as it is configured here.\n');
  });

  it.each([
    ['nothing is configured here', worldWith({}, { models: [] })],
    ['the run has ended', worldWith({ state: 'done' }, { models: [OTHER] })],
    [
      'nobody answers for the run',
      { workflows: { r: { queries: { status: new NobodyAnswers('r') } } }, models: [OTHER] },
    ],
  ])('says go on and no more when %s', async (_, world) => {
    const { sent } = await millwright(['resume', 'r'], world);
    expect(sent).toEqual([{ to: 'r', signal: 'resume', args: [] }]);
  });

  it('follows the run to its result when it had to start the stack', async () => {
    const world = await worldOfDoneRun({ ownsStack: true });
    const { code, stdout, cwd, closed } = await millwright(['resume', 'r'], world);
    expect([code, closed]).toEqual([0, [{ leaveStack: false }]]);
    expect(stdout).toContain('text-stats done after 4 min 05 s: out/r\n');
    await expect(readFile(join(cwd, 'out', 'r', 'src', 'index.ts'), 'utf8')).resolves.toBe(
      'export {};',
    );
  });

  it('ends with 3 and the reason when the run pauses again', async () => {
    const pause = { code: 'budget', message: 'found 2,000 calls spent, expected fewer' };
    const { code, stdout, stderr } = await millwright(
      ['resume', 'r'],
      worldWith({ state: 'paused', pause }, { ownsStack: true }),
    );
    expect(code).toBe(3);
    expect(stdout).toContain('why    found 2,000 calls spent, expected fewer (budget)');
    expect(stderr).toContain('Go on with more:  millwright budget r --add-usd 5');
  });
});

describe('millwright run', () => {
  it('starts a run and leaves it with --detach, its stack too', async () => {
    const { stdout, sent, closed, code } = await millwright([
      'run',
      'SPEC.md',
      '--id',
      'mine',
      '--detach',
      '--margin',
      '4',
    ]);
    expect(sent).toMatchObject([
      { start: 'buildSoftware', options: { workflowId: 'mine', args: [{ rules: { margin: 4 } }] } },
    ]);
    expect([stdout, code, closed]).toEqual(['mine\n', 0, [{ leaveStack: true }]]);
  });

  it('attaches to a run of that id and writes its result', async () => {
    const { code, stdout, cwd, sent } = await millwright(
      ['run', 'SPEC.md', '--id', 'r', '--out', 'here', '--json'],
      await worldOfDoneRun(),
    );
    expect([code, sent]).toEqual([0, []]);
    expect(JSON.parse(stdout)).toMatchObject({
      run: 'r',
      status: 'done',
      out: join(cwd, 'here'),
      certificate: { run: 'r' },
    });
    await expect(readFile(join(cwd, 'here', 'CERTIFICATE.md'), 'utf8')).resolves.toContain(
      '# Certificate',
    );
  });

  it('says so when the run builds another version of the spec', async () => {
    const memo = { specSha256: 'b'.repeat(64) };
    const other = await millwright(['run', 'SPEC.md', '--id', 'r', '--detach'], {
      workflows: { r: { memo } },
    });
    const same = await millwright(['run', 'SPEC.md', '--detach']);
    expect(other.stderr).toContain(
      'Attached to run r.\nIt builds another version of text-stats than this file.',
    );
    expect(same.stderr).not.toContain('another version');
  });

  it('tells how to go on when it is interrupted', async () => {
    const world = worldWith({}, { ownsStack: true, interrupted: AbortSignal.abort() });
    const { code, stdout, stderr, closed } = await millwright(
      ['run', 'SPEC.md', '--id', 'r', '--json'],
      world,
    );
    expect([code, closed]).toEqual([130, [{ leaveStack: false }]]);
    expect(JSON.parse(stdout)).toEqual({
      run: 'r',
      status: 'running',
      out: null,
      certificate: null,
    });
    expect(stderr).toContain('millwright resume r');
  });

  it('does not wait for a stack of its own that has ended', async () => {
    const world = worldWith(
      {},
      { ownsStack: true, stackLost: AbortSignal.abort(new Error('stack gone')) },
    );
    await expect(millwright(['run', 'SPEC.md', '--id', 'r'], world)).rejects.toThrow('stack gone');
  });

  it('waits for approval with 3', async () => {
    const { code, stdout } = await millwright(
      ['run', 'SPEC.md', '--id', 'r'],
      worldWith({ state: 'waiting' }),
    );
    expect(code).toBe(3);
    expect(stdout).toContain('millwright approve r');
  });
});

describe('millwright dev', () => {
  it('stops the stack with --stop, and starts none', async () => {
    const { sent, code } = await millwright(['dev', '--stop']);
    expect([sent, code]).toEqual([['stop the stack'], 0]);
  });
});

describe('millwright worker', () => {
  it('takes on every role unless told otherwise', async () => {
    const all = await millwright(['worker']);
    const some = await millwright(['worker', '--roles', 'sandbox, models,sandbox']);
    expect([...all.sent, ...some.sent]).toEqual([
      { roles: ['workflows', 'models', 'sandbox'] },
      { roles: ['sandbox', 'models'] },
    ]);
  });

  it('refuses a role that does not exist', async () => {
    await expect(millwright(['worker', '--roles', 'modles'])).rejects.toThrow(
      'Did you mean models?',
    );
  });
});
