import { app, nativeTheme } from 'electron';
import path from 'node:path';
import type { LaunchArguments } from './launch-arguments.ts';
import { SettingsFile } from './settings-file.ts';

/**
 * The window's own folder (Chromium's profile, bounds, theme), inside the home, so that two homes can be open at once: the
 * claim to be the only app is made per profile. Must run before anything uses the profile.
 */
export function adoptProfile({ home }: LaunchArguments): SettingsFile {
  if (!app.commandLine.hasSwitch('user-data-dir')) app.setPath('userData', path.join(home, 'window'));
  const settings = new SettingsFile(app.getPath('userData'));
  nativeTheme.themeSource = settings.current.theme;
  return settings;
}
