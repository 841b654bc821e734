import { ContractError } from '../../../shared/errors.ts';
import { startWindow } from '../../../renderer/app/start-window.tsx';
import { createStandInEngine } from '../stand-in-engine.ts';
import type { StandInEngine } from '../stand-in-engine.ts';

declare global {
  interface Window {
    standIn: StandInEngine;
    failNext: (method: string, code: string, message: string) => void;
  }
}

/** The real window on the stand-in engine: `?scene=empty`, `?pace=0.1`. */
const asked = new URLSearchParams(location.search);
const root = document.querySelector('#root');
if (root === null) throw new Error('The page has no root.');
const standIn = createStandInEngine({
  scene: asked.get('scene') === 'empty' ? 'empty' : 'full',
  pace: Number(asked.get('pace') ?? 1),
});
window.standIn = standIn;
window.failNext = (method, code, message) => standIn.failNext(method, new ContractError({ code, message }));
startWindow(root, standIn.bridge);
