import type { ParsedParams } from '../../../shared/contract.ts';
import type { Handlers } from '../../../shared/dispatcher.ts';
import type { FateView, KeepPlanView } from '../../../shared/values.ts';
import type { Engine } from '../../engine/engine.ts';
import { findArtifact, findVersion } from '../../engine/find-version.ts';
import { goesSentence, keptSentence } from '../../engine/keep/fate-words.ts';
import type { Fate } from '../../engine/keep/fate.ts';
import { fatesOf } from '../../engine/keep/policy-of.ts';
import { previewKeep, type KeepChange, type KeepPreview } from '../../engine/keep/preview-keep.ts';
import { setKeep } from '../../engine/keep/set-keep.ts';
import { formatIndex } from '../../engine/model/version-address.ts';
import { roomOf, setLimit } from '../../engine/store/limit.ts';
import { setPinned, setTimeToLive } from '../../engine/versions/edit-version.ts';
import { deleteResultView } from './delete-handlers.ts';
import { artifactView, roomView, versionView } from './views.ts';

type KeepMethods = `keep.${string}` | 'version.fate' | 'version.setPinned' | 'version.setTimeToLive' | 'store.room' | 'store.setLimit';

export function keepHandlers(engine: Engine): Pick<Handlers, Extract<keyof Handlers, KeepMethods>> {
  const { core, live } = engine;
  const addressed = ({ artifact, ref }: { artifact: string; ref: string }) => ({ artifact, reference: ref });
  return {
    'version.setPinned': (params) => ({ version: versionView(setPinned(core, addressed(params), params.pinned)) }),
    'version.setTimeToLive': (params) => ({ version: versionView(setTimeToLive(core, addressed(params), params.timeToLive)) }),
    'version.fate': ({ artifact, ref }) => ({ fate: oneFate(engine, artifact, ref) }),
    'keep.plan': async (params) => planView(await previewKeep(core, findArtifact(core.catalog, params.artifact), changeOf(params))),
    'keep.set': async (params) => {
      const { artifact, thinned, operation } = await setKeep(core, live, params.artifact, changeOf(params));
      return {
        artifact: artifactView(engine, artifact),
        thinned: thinned === null ? null : deleteResultView(thinned),
        operation: operation?.id ?? null,
      };
    },
    'store.room': () => roomView(roomOf(core)),
    'store.setLimit': ({ bytes }) => roomView(setLimit(core, bytes)),
  };
}

function changeOf({ rule, timeToLive }: ParsedParams<'keep.set'>): KeepChange {
  return { ...(rule === undefined ? {} : { rule }), ...(timeToLive === undefined ? {} : { timeToLive }) };
}

function oneFate({ core }: Engine, name: string, reference: string): FateView {
  const artifact = findArtifact(core.catalog, name);
  const { index } = findVersion(core.catalog, artifact, reference);
  const fate = fatesOf(core.catalog, artifact, core.clock.now()).find(({ version }) => version.index === index);
  if (fate === undefined) throw new Error(`v${index} has no fate`);
  return fateView(fate);
}

function fateView({ version, kept, goes }: Fate): FateView {
  return {
    ref: formatIndex(version.index),
    kept: kept === null ? null : { code: kept.code, message: keptSentence(kept) },
    goes: goes === null ? null : { at: goes.at, code: goes.why.code, message: goesSentence(goes.why) },
  };
}

function planView({ rule, timeToLive, fates, going, freedBytes }: KeepPreview): KeepPlanView {
  return { rule: { ...rule }, timeToLive, going: going.map(({ version }) => versionView(version)), freedBytes, fates: fates.map(fateView) };
}
