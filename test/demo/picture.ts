import { randomBytes } from 'node:crypto';
import { mkdirSync, renameSync, unlinkSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { launchApp, temporaryFolder } from '../e2e/app.ts';
import { fileRow, invoke, versionPage, versionRow } from '../e2e/window.ts';
import { pastOf, type Past } from './past.ts';

/** Takes the picture of the README: the real window on folders that a few days of work went through. */

const ROOT = path.resolve(import.meta.dirname, '../..');
const PICTURE = path.join(ROOT, 'docs/window.png');

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Files by path; null: it goes. */
type Save = Readonly<Record<string, string | Buffer | null>>;

interface Desk {
  /** The tracked folder. */
  readonly folder: string;
  /** Where saves are written before they are moved into the folder. */
  readonly aside: string;
  readonly past: Past;
}

/** Puts files aside, as if written so many ms ago. What it answers moves them into the folder, as one save. */
async function prepare({ folder, aside }: Desk, behind: number, files: Save): Promise<() => void> {
  const at = (Date.now() - behind) / 1_000;
  for (const [name, content] of Object.entries(files)) {
    if (content === null) continue;
    const file = path.join(aside, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, content);
    await utimes(file, at, at);
  }
  return () => {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      if (content === null) unlinkSync(path.join(folder, name));
      else renameSync(path.join(aside, name), path.join(folder, name));
    }
  };
}

/** The first save is what the folder holds when it is tracked; each one after it is made while Strata watches. */
async function begin(desk: Desk, behind: number, type: string, files: Save): Promise<void> {
  (await prepare(desk, behind, files))();
  // Without a quiet window: the time of the files is not that of the clock.
  await desk.past.command(behind, 'track', desk.folder, '--type', type, '--quiet-window', '0');
}

async function save(desk: Desk, behind: number, files: Save): Promise<void> {
  await desk.past.watch(behind, path.basename(desk.folder), await prepare(desk, behind, files));
}

const shots = (place: string, from: number, count: number): Save =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`images/${place}/${String(from + at).padStart(4, '0')}.jpg`, randomBytes(38_000 + ((at * 7_919) % 60_000))]));

const labels = (place: string, from: number, count: number, kind = 'car'): Save =>
  Object.fromEntries(
    Array.from({ length: count }, (_, at) => {
      const name = String(from + at).padStart(4, '0');
      const boxes = Array.from({ length: 4 + (at % 5) }, (__, box) => ({ class: box === 0 ? kind : 'person', x: (at * 37 + box * 91) % 1_600, y: (at * 53) % 900, w: 80, h: 60 }));
      return [`labels/${place}/${name}.json`, `${JSON.stringify({ image: `${place}/${name}.jpg`, boxes }, null, 2)}\n`];
    }),
  );

const split = (upTo: number, step: number): string =>
  Array.from({ length: Math.floor(upTo / step) }, (_, at) => `images/${at % 2 === 0 ? 'crossing' : 'harbour'}/${String(at * step).padStart(4, '0')}.jpg\n`).join('');

const about = (lines: number): string =>
  `# Street scenes\n\nPictures of crossings, harbours and bridges, taken by four cameras.\n${Array.from({ length: lines }, (_, at) => `\n- Round ${at + 1}: checked by two people.`).join('')}\n`;

/** The days of the artifact that the picture is about, oldest first: how long ago, what was saved, and what was said of it. */
const days: readonly { readonly ago: number; readonly files: Save; readonly say?: readonly string[] }[] = [
  { ago: 4 * day + 2 * hour + 13 * minute, files: { ...shots('harbour', 0, 90), ...labels('harbour', 0, 90) } },
  { ago: 3 * day + 6 * hour + 41 * minute, files: { 'splits/train.txt': split(120, 1), 'splits/test.txt': split(90, 6) } },
  { ago: 3 * day + 4 * hour + 5 * minute, files: labels('harbour', 0, 18, 'ferry'), say: ['describe', 'street-scenes:v3', 'Ferries have a class of their own'] },
  { ago: 3 * day + hour + 27 * minute, files: { 'weights/detector.bin': randomBytes(6_400_000), 'README.md': about(2) }, say: ['alias', 'add', 'street-scenes:v4', 'production'] },
  { ago: day + 7 * hour + 52 * minute, files: { ...shots('bridge', 0, 60), ...labels('bridge', 0, 60) } },
  { ago: day + 5 * hour + 18 * minute, files: { ...labels('bridge', 0, 7, 'tram'), 'images/bridge/0007.jpg': null, 'labels/bridge/0007.json': null } },
  { ago: day + 3 * hour + 33 * minute, files: labels('crossing', 20, 41, 'tram'), say: ['describe', 'street-scenes:v7', 'Relabelled the night scenes after the review'] },
  { ago: day + hour + 9 * minute, files: { 'weights/detector.bin': randomBytes(6_400_000) }, say: ['alias', 'add', 'street-scenes:v8', 'best'] },
  { ago: 5 * hour + 24 * minute, files: { ...shots('crossing', 120, 30), ...labels('crossing', 120, 30) } },
  { ago: 4 * hour + 47 * minute, files: labels('crossing', 40, 35, 'bus') },
];

async function streetScenes(desk: Desk): Promise<void> {
  const { past } = desk;
  const first = { 'README.md': about(0), 'classes.csv': 'id,name\n0,car\n1,person\n2,tram\n', ...shots('crossing', 0, 120), ...labels('crossing', 0, 120) };
  const began = 4 * day + 5 * hour + 30 * minute;
  await begin(desk, began, 'dataset', first);
  await past.command(began, 'describe', 'street-scenes:v0', 'As it came from the cameras');
  for (const { ago, files, say } of days) {
    await save(desk, ago, files);
    if (say !== undefined) await past.command(ago, ...say);
  }
  await past.command(3 * hour + 11 * minute, 'restore', 'street-scenes:best');
  await save(desk, 48 * minute, { ...labels('crossing', 120, 30, 'tram'), ...shots('crossing', 120, 30) });
  await save(desk, 12 * minute, { 'classes.csv': 'id,name\n0,car\n1,person\n2,tram\n3,ferry\n', ...labels('harbour', 60, 3, 'ferry'), 'labels/harbour/0088.json': null });
  await past.command(10 * minute, 'describe', 'street-scenes:latest', 'Fixed the wrong class of three ferries');
  await past.command(9 * minute, 'alias', 'add', 'street-scenes:latest', 'reviewed');
}

async function churnModel(desk: Desk): Promise<void> {
  for (const [index, ago] of [6 * day, 5 * day, 2 * day, 26 * hour].entries()) {
    const files = { 'model.onnx': randomBytes(2_200_000), 'training.yaml': `epochs: ${10 + index * 5}\nrate: 0.001\n`, 'report.md': `# Run ${index}\n` };
    await (index === 0 ? begin(desk, ago, 'model', files) : save(desk, ago, files));
  }
}

/** The project's own texts. */
async function handbook(desk: Desk): Promise<void> {
  const names = (await readdir(ROOT)).filter((name) => name.endsWith('.md'));
  const texts = await Promise.all(names.map(async (name) => [name, await readFile(path.join(ROOT, name))] as const));
  await begin(desk, 2 * day, 'documents', Object.fromEntries(texts));
  await save(desk, 2 * hour + 22 * minute, { 'notes.md': 'Ask the two who check.\n' });
}

async function takePicture(home: string): Promise<void> {
  const strata = await launchApp({ home });
  try {
    const { window } = strata;
    await window.emulateMedia({ colorScheme: 'light' });
    await window.locator('[data-artifact="street-scenes"][data-state="watching"]').click();
    const { version } = await invoke(window, 'version.get', { artifact: 'street-scenes' });
    await versionRow(window, version.ref).click();
    await versionPage(window, version.ref).getByRole('tab', { name: 'Files' }).click();
    for (const folder of ['labels', 'images']) await fileRow(window, folder).click();
    await fileRow(window, 'images/bridge').waitFor();
    // The save that was the last is the one that was said to be.
    if (version.ref !== 'v13') throw new Error(`A save became more than one version: the last is ${version.ref}. Try again.`);
    await window.locator('[data-state="starting"]').waitFor({ state: 'detached' });
    await window.mouse.move(0, 0);
    await window.screenshot({ path: PICTURE, animations: 'disabled', caret: 'hide' });
  } finally {
    await strata.close();
  }
}

const projects = await temporaryFolder('projects-');
try {
  const home = path.join(projects, '.strata');
  const past = pastOf(home);
  await mkdir(home);
  const deskOf = (name: string): Desk => ({ folder: path.join(projects, name), aside: path.join(projects, '.aside', name), past });
  await churnModel(deskOf('churn-model'));
  await handbook(deskOf('handbook'));
  await streetScenes(deskOf('street-scenes'));
  await takePicture(home);
  console.log(`The picture is ${PICTURE}`);
} finally {
  await rm(projects, { recursive: true, force: true, maxRetries: 5 });
}
