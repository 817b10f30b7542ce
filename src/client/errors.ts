/** Thrown when the server knows no run with that id. */
export class RunNotFound extends Error {
  override readonly name = 'RunNotFound';
  readonly run: string;

  constructor(run: string, options?: ErrorOptions) {
    super(
      `found no run "${run}" on the server, expected the id of one that "millwright list" shows`,
      options,
    );
    this.run = run;
  }
}

/** Thrown when a run was asked something and no worker answered within the time a question may take. */
export class NobodyAnswers extends Error {
  override readonly name = 'NobodyAnswers';

  constructor(run: string, options?: ErrorOptions) {
    super(
      `run "${run}" is known, but no worker answers for it; expected at least one with the role workflows: ` +
        'start "millwright dev", or "millwright worker --roles workflows"',
      options,
    );
  }
}

/** Thrown when a message names a task that its run does not have, or that it cannot be about. */
export class TaskRefused extends Error {
  override readonly name = 'TaskRefused';
}

/** Thrown when the Temporal server cannot be reached. */
export class ServerUnreachable extends Error {
  override readonly name = 'ServerUnreachable';

  constructor(address: string, options?: ErrorOptions) {
    super(
      `found no Temporal server at ${address}, expected one: start it, or correct TEMPORAL_ADDRESS`,
      options,
    );
  }
}

/** Thrown when a run is to be started and no model is known that its workers could ask. */
export class NoModels extends Error {
  override readonly name = 'NoModels';

  constructor() {
    super(
      'found no model to ask, expected OPENAI_API_KEY, OPENAI_BASE_URL or models in millwright.config.yaml: ' +
        'set one of them here and for the workers, the same for both',
    );
  }
}

/** Thrown when something on disk stands where the result should be written. */
export class OutFolderTaken extends Error {
  override readonly name = 'OutFolderTaken';

  constructor(folder: string, found: string) {
    super(
      `found ${found} at ${folder}, expected nothing, an empty folder or an earlier result: ` +
        'choose another folder with --out, or move that one away',
    );
  }
}

/** Thrown when a stored result or certificate has not the shape it was written in: the store was tampered with. */
export class BrokenArtifact extends Error {
  override readonly name = 'BrokenArtifact';
}
