import { CommanderError } from 'commander';
import { createProgram } from '../../../src/client/cli/program';
import { millwright } from '../support/fake-context';

const commands = createProgram('1.2.3', async () => undefined).commands.map((command) =>
  command.name(),
);

describe('createProgram', () => {
  it('has the commands of this release, and none of a later one', () => {
    expect([...commands].sort()).toEqual(
      'approve budget cancel certificate dev list oracle pause plan redecompose reject resume run simulate status tree watch worker'.split(
        ' ',
      ),
    );
  });

  it.each(commands)('ends the help of %s with one example', async (name) => {
    const help = jest.fn();
    const program = createProgram('1.2.3', async () => undefined);
    const command = program.commands.find((each) => each.name() === name);
    command?.configureOutput({ writeOut: help }).outputHelp();
    expect(help.mock.calls.flat().join('')).toMatch(
      new RegExp(`\\nExample:\\n {2}\\$ millwright ${name}[^\\n]*\\n$`),
    );
  });

  it.each([
    [['rnu'], "unknown command 'rnu'"],
    [['status'], "missing required argument 'run'"],
    [['status', 'a', 'b'], 'too many arguments'],
    [['run', 'SPEC.md', '--margn', '3'], 'Did you mean --margin?'],
    [['run', 'SPEC.md', '--margin', '0'], 'Expected a whole number from 1 to 50.'],
    [['run', 'SPEC.md', '--margin', '1.5'], 'Expected a whole number from 1 to 50.'],
    [['run', 'SPEC.md', '--target', '1'], 'Expected a probability above 0 and below 1'],
    [['run', 'SPEC.md', '--budget-usd', '-1'], 'Expected a number, 0 or more'],
    [['run', 'SPEC.md', '--budget-calls', 'many'], 'Expected a whole number'],
    [['redecompose', 'r'], "missing required argument 'task'"],
    [['reject', 'r'], "required option '--reason <text>' not specified"],
    [['oracle'], "missing required argument 'puzzle'"],
    [['oracle', 'chess'], 'Allowed choices are hanoi.'],
    [['oracle', 'hanoi', '--error-rate', '1.1'], 'Expected a number from 0 to 1'],
    [['oracle', 'hanoi', '--port', '70000'], 'Expected a whole number from 0 to 65535.'],
  ])('refuses %j and says what it expected', async (args, message) => {
    const refused = millwright(args);
    await expect(refused).rejects.toThrow(CommanderError);
    await expect(refused).rejects.toThrow(message);
  });
});
