import { describe, expect, it } from 'vitest';
import { createToldSurroundings } from '../../electron/adapters/surroundings-told.ts';
import { unknownSurroundings } from '../../electron/adapters/surroundings-unknown.ts';
import type { Conditions, Surroundings } from '../../electron/engine/ports/surroundings.ts';
import type { ParentLink } from '../../electron/host/parent-link.ts';
import { hearParent } from '../../electron/host/parent-surroundings.ts';
import { toEngineFrame } from '../../shared/frames.ts';

interface SurroundingsGround {
  readonly surroundings: Surroundings;
  tell(conditions: Conditions, woke?: boolean): void;
}

function told(): SurroundingsGround {
  const surroundings = createToldSurroundings();
  return {
    surroundings,
    tell(conditions, woke = false) {
      surroundings.tell(conditions);
      if (woke) surroundings.woke();
    },
  };
}

/** The app at the other end of the link; other frames than these pass. */
function overLink(passed: unknown[] = []): SurroundingsGround {
  let say: (raw: unknown) => void = () => undefined;
  const link: ParentLink = { connected: true, onEnd: () => undefined, onFrame: (listener) => (say = listener), send: () => Promise.resolve() };
  const heard = hearParent(link);
  heard.link.onFrame((raw) => passed.push(raw));
  return { surroundings: heard.surroundings, tell: (conditions, woke = false) => say(toEngineFrame.parse({ type: 'conditions', conditions, woke })) };
}

const unknown: Conditions = { onBattery: null, metered: null, online: null };
const atHome: Conditions = { onBattery: false, metered: false, online: true };

describe.each([
  ['that are told', told],
  ['that the app tells over its link', overLink],
])('Surroundings %s', (_, open) => {
  it('are unknown at first', () => {
    expect(open().surroundings.current()).toEqual(unknown);
  });

  it('show what was told last, and tell each change after they show it', () => {
    const { surroundings, tell } = open();
    const seen: Conditions[] = [];
    const stop = surroundings.listen((what) => {
      if (what === 'changed') seen.push(surroundings.current());
    });
    tell(atHome);
    tell({ ...atHome });
    tell({ ...atHome, onBattery: true });
    stop();
    tell(atHome);
    expect(seen).toEqual([atHome, { ...atHome, onBattery: true }]);
    expect(surroundings.current()).toEqual(atHome);
  });

  it('tell that the computer woke, though nothing else changed', () => {
    const { surroundings, tell } = open();
    tell(atHome);
    const heard: string[] = [];
    surroundings.listen((what) => heard.push(what));
    tell(atHome, true);
    expect(heard).toEqual(['woke']);
  });
});

describe('Surroundings that nobody tells', () => {
  it('stay unknown', () => {
    expect(unknownSurroundings.current()).toEqual(unknown);
  });
});

describe('The link of an engine that hears of its surroundings', () => {
  it('passes everything else on', () => {
    const passed: unknown[] = [];
    let say: (raw: unknown) => void = () => undefined;
    const heard = hearParent({ connected: true, onEnd: () => undefined, onFrame: (listener) => (say = listener), send: () => Promise.resolve() });
    heard.link.onFrame((raw) => passed.push(raw));
    say({ type: 'shutdown' });
    say({ type: 'conditions', conditions: atHome, woke: false });
    say({ type: 'conditions', conditions: { onBattery: 'yes' }, woke: false });
    expect(passed).toEqual([{ type: 'shutdown' }, { type: 'conditions', conditions: { onBattery: 'yes' }, woke: false }]);
  });
});
