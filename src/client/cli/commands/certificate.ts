import { renderCertificate } from '../../../domain/certificate';
import { span } from '../../view/line';
import { EXIT } from '../exit-code';
import { look } from '../look';
import { type CommandDefinition, describeCommand } from '../runner';

/** `millwright certificate RUN` */
export const certificateCommand: CommandDefinition = (run) =>
  describeCommand(
    'certificate <run>',
    "an ended run's proof sheet",
    'millwright certificate text-stats-1f09a3c2',
  )
    .option('--json', 'print one JSON document')
    .action((id: string, options: { json?: true }) =>
      run(async ({ output, ...context }) => {
        const certificate = await look({ ...context, output }, id, (handle) =>
          handle.certificate(),
        );
        if (certificate === null) {
          output.note(
            `Run ${id} has no certificate yet: it is written when the run ends. See: millwright status ${id}`,
          );
          return EXIT.failed;
        }
        output.result(
          renderCertificate(certificate)
            .trimEnd()
            .split('\n')
            .map((line) => [span(line)]),
        );
        output.json(certificate);
        return EXIT.done;
      }, options),
    );
