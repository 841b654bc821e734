import packageJson from '../../package.json' with { type: 'json' };

/** The version of Strata itself, as `strata --version` prints it. */
export const strataVersion: string = packageJson.version;
