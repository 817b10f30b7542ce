import { SECRET, SettingsFolder } from '../support/settings-folder';

const folder = new SettingsFolder();

describe('readTemporalSettings', () => {
  it('reads TEMPORAL_* as every Temporal tool does', () => {
    const env = {
      TEMPORAL_ADDRESS: 'cloud.example:7233',
      TEMPORAL_NAMESPACE: 'mine',
      TEMPORAL_API_KEY: 'k',
    };

    expect(folder.read(undefined, env).temporal).toMatchObject({
      namespace: 'mine',
      connectionOptions: { address: 'cloud.example:7233', apiKey: 'k', tls: true },
    });
  });

  it("reads Temporal's own file, and lets the environment win over it", () => {
    const file = folder.write(
      'temporal.toml',
      '[profile.default]\naddress = "file.example:1"\nnamespace = "from-file"\n',
    );
    const { temporal } = folder.read(undefined, {
      TEMPORAL_CONFIG_FILE: file,
      TEMPORAL_NAMESPACE: 'from-env',
    });

    expect(temporal).toMatchObject({
      namespace: 'from-env',
      connectionOptions: { address: 'file.example:1' },
    });
  });

  it('tells a broken file without quoting it', () => {
    const file = folder.write('temporal.toml', `[profile.default]\napi_key = "${SECRET}\n`);
    const fault = folder.faultIn(undefined, { TEMPORAL_CONFIG_FILE: file });

    expect(fault).toMatch(
      /^SettingsError: Temporal's configuration.*found ".+", expected settings/,
    );
    expect(fault).not.toContain(SECRET);
  });
});
