// Chromium writes lines about missing desktop services (D-Bus, GPU, ALSA) that tell a person nothing.

const CHROMIUM_LOG = /^\[\d+:\d+\/[\d.]+:(ERROR|WARNING|INFO|VERBOSE\d?):/;
const OTHER = /^(libva |MESA|dbus|Gtk-|Fontconfig |\(electron:\d+\): |DevTools listening|Debugger listening|For help, see: https:\/\/nodejs)/;

/** @param {string} line */
export const isNoise = (line) => CHROMIUM_LOG.test(line) || OTHER.test(line) || line.trim() === '';

/**
 * Passes the lines of a stream on, without the noise.
 * @param {import('node:stream').Readable | null} from @param {NodeJS.WritableStream} to
 */
export function passWithoutNoise(from, to) {
  let rest = '';
  const passLine = (/** @type {string} */ line) => {
    if (process.env['STRATA_DEBUG'] || !isNoise(line)) to.write(`${line}\n`);
  };
  from?.setEncoding('utf8');
  from?.on('data', (/** @type {string} */ chunk) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    lines.forEach(passLine);
  });
  from?.on('end', () => rest !== '' && passLine(rest));
}
