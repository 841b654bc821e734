import { createChildLauncher, findNode } from './engine-launcher-child.ts';
import { createUtilityLauncher } from './engine-launcher-utility.ts';
import { runsEngine, type EngineLauncher, type EngineProgram } from './engine-launcher.ts';

/** Electron's own utility process wherever its Node can run the engine. `STRATA_LAUNCHER` is for tests of the other. */
export function chooseLauncher(program: EngineProgram, appPath: string): EngineLauncher {
  const wanted = process.env['STRATA_LAUNCHER'];
  const usesUtility = wanted === undefined ? runsEngine(process.versions.node) : wanted === 'utility';
  if (usesUtility) return createUtilityLauncher(program);
  return createChildLauncher(program, findNode(appPath, process.env));
}
