import { mkdirSync } from 'node:fs';
import { SECRET, SettingsFolder, TWO_MODELS } from '../support/settings-folder';

const folder = new SettingsFolder();

describe('readSettings, given what it cannot follow', () => {
  it.each([
    ['models: []', /^SettingsError: \.\/millwright\.config\.yaml:1: models: found \[\], .*>=1/],
    ['modles: []', /:1: modles: found a field that is not known/],
    [
      'models:\n  - name: a\n    pirce: {}\n',
      /:3: models\[0\]\.pirce: found a field that is not known/,
    ],
    [
      'models:\n  - baseUrl: http://x/v1\n',
      /:2: models\[0\]\.name: found nothing, expected string/,
    ],
    [
      'models:\n  - name: a\n    baseUrl: ftp://x\n',
      /:3: models\[0\]\.baseUrl: found "ftp:\/\/x", expected an http/,
    ],
    [
      'models:\n  - name: a\n    roles: [boss]\n',
      /:3: models\[0\]\.roles\[0\]: found "boss", .*"sizer"/,
    ],
    [
      'models:\n  - name: a\n    price:\n      input: -1\n      output: 1\n',
      /:4: models\[0\]\.price\.input: found -1/,
    ],
    [
      'models:\n  - name: a\n    temperature: { min: 1, max: 0 }\n',
      /:3: models\[0\]\.temperature: .*must not exceed/,
    ],
    [
      'models:\n  - name: a\n    roles: [sizer]\n',
      /:2: models: found no model with the role decomposer, discriminator, executor/,
    ],
    ['models:\n  - name: a\n  - name: a\n', /:3: models\[1\]\.name: found "a" again/],
    ['budget: { usd: lots }', /:1: budget\.usd: found "lots", expected number/],
    ['- a list', /:1: found \["a list"\], expected object/],
    ['a: [1', /:1: found no YAML: /],
    ['a: 1\na: 2', /:2: found no YAML: .*unique/],
    ['a: *b', /:1: found no YAML: /],
  ])('refuses the file %j', (yaml, fault) => {
    expect(folder.faultIn(yaml)).toMatch(fault);
  });

  it('names every fault, one a line', () => {
    expect(folder.faultIn('modles: []\nbudget: { calls: 0.5 }').split('\n')).toHaveLength(2);
  });

  it('does not repeat a key that was written where its name belongs', () => {
    const fault = folder.faultIn(`models:\n  - name: a\n    apiKeyEnv: ${SECRET}\n`);

    expect(fault).toMatch(
      /:3: models\[0\]\.apiKeyEnv: found another text, expected the name of an environment variable/,
    );
    expect(fault).not.toContain(SECRET);
  });

  it.each([
    [
      { OPENAI_BASE_URL: 'example' },
      /OPENAI_BASE_URL: found "example", expected an http or https address/,
    ],
    [{ OPENAI_BASE_URL: 'localhost:8080/v1' }, /OPENAI_BASE_URL: found "localhost:8080\/v1"/],
    [
      { MILLWRIGHT_MODEL: 'x' },
      /MILLWRIGHT_MODEL: found "x", expected OPENAI_API_KEY or OPENAI_BASE_URL set/,
    ],
    [
      { MILLWRIGHT_CONFIG: 'gone.yaml' },
      /\.\/gone\.yaml, which MILLWRIGHT_CONFIG names: found no file .*ENOENT/,
    ],
    [
      { MILLWRIGHT_CONFIG: 'folder' },
      /\.\/folder, which MILLWRIGHT_CONFIG names: found no file .*EISDIR/,
    ],
  ])('refuses the environment %j', (env, fault) => {
    mkdirSync(folder.path('folder'));
    expect(folder.faultIn(undefined, env as unknown as Record<string, string>)).toMatch(fault);
  });

  it('names the models of the file when MILLWRIGHT_MODEL is none of them', () => {
    expect(folder.faultIn(TWO_MODELS, { MILLWRIGHT_MODEL: 'x' })).toMatch(
      /found "x", expected "small" or "large", or OPENAI_API_KEY/,
    );
  });
});
