// Run by Electron itself (see build/draw-icons.mjs): draws each SVG at each size and writes the PNGs.
import { app, BrowserWindow } from 'electron';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const here = import.meta.dirname;
const APP_SIZES = [16, 24, 32, 48, 64, 128, 256, 512];

/** @type {[from: string, to: string, size: number][]} */
const wanted = [
  ...APP_SIZES.map((size) => /** @type {[string, string, number]} */ (['strata.svg', `${size}.png`, size])),
  ['tray.svg', 'tray.png', 22],
  ['tray.svg', 'tray@2x.png', 44],
  ['tray-paused.svg', 'tray-paused.png', 22],
  ['tray-paused.svg', 'tray-paused@2x.png', 44],
  ['tray-template.svg', 'trayTemplate.png', 18],
  ['tray-template.svg', 'trayTemplate@2x.png', 36],
];

const drawInPage = (/** @type {string} */ svg, /** @type {number} */ size) => `
  new Promise((resolve, reject) => {
    const image = new Image();
    image.onload = () => {
      const canvas = Object.assign(document.createElement('canvas'), { width: ${size}, height: ${size} });
      canvas.getContext('2d').drawImage(image, 0, 0, ${size}, ${size});
      resolve(canvas.toDataURL('image/png'));
    };
    image.onerror = reject;
    image.src = 'data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}';
  })`;

async function render() {
  const window = new BrowserWindow({ show: false });
  await window.loadURL('about:blank');
  for (const [from, to, size] of wanted) {
    const svg = readFileSync(path.join(here, from), 'utf8').replace('<svg ', `<svg width="${size}" height="${size}" `);
    const url = await window.webContents.executeJavaScript(drawInPage(svg, size));
    writeFileSync(path.join(here, to), Buffer.from(url.split(',')[1], 'base64'));
  }
  app.exit(0);
}

// Not awaited here: Electron is ready only after this module has run.
void app.whenReady().then(render);
