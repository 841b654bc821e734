import type { KeepResultView } from '../../../shared/values.ts';
import { formatBytes, formatNumberOf } from '../../lib/format.ts';
import { tellError } from '../../lib/notices.ts';
import type { KeepState, KeepSurroundings, RuleDraft, Rules, SetKeepState } from './store.ts';

type Drafting = Pick<KeepState, 'openRule' | 'change' | 'save' | 'closeRule'>;

/** A rule is thought about with what it would take, and only then switched on. */
export function createRuleDraft({ client, notices }: KeepSurroundings, set: SetKeepState, get: () => KeepState): Drafting {
  /** Only the plan of the rules that stand in the dialog counts. */
  async function plan({ artifact, rules }: RuleDraft): Promise<void> {
    try {
      const found = await client.invoke('keep.plan', { artifact, ...rules });
      set(({ draft }) => (draft?.rules === rules ? { draft: { ...draft, plan: found } } : {}));
    } catch (error) {
      tellError(notices, 'What would go could not be found out', error);
    }
  }

  async function take(draft: RuleDraft): Promise<void> {
    set({ draft });
    await plan(draft);
  }

  async function takeBack({ operation, thinned }: KeepResultView): Promise<void> {
    try {
      // The rule first: otherwise what comes back had to be pinned against it.
      for (const id of [operation, ...(thinned?.operations ?? [])]) if (id !== null) await client.invoke('operation.undo', { operation: id });
    } catch (error) {
      tellError(notices, 'It was not taken back', error);
    }
  }

  function tell(artifact: string, result: KeepResultView): void {
    const gone = result.thinned?.parts.flatMap(({ versions }) => versions).length ?? 0;
    const freed = formatBytes(result.thinned?.freedBytes ?? 0);
    notices.tell({
      title: `The keep rule of ${artifact} is set`,
      message: gone === 0 ? 'Nothing had to go.' : `${formatNumberOf(gone, 'version')} went. ${freed} will be free in a day; until then they can come back.`,
      tone: 'good',
      stays: gone > 0,
      action: { label: 'Undo', run: () => void takeBack(result) },
    });
  }

  return {
    async openRule({ name, keep: rule, timeToLive }) {
      const rules: Rules = { rule, timeToLive };
      await take({ artifact: name, before: rules, rules, plan: null, saving: false });
    },

    async change(part) {
      const { draft } = get();
      if (draft !== null && !draft.saving) await take({ ...draft, rules: { ...draft.rules, ...part }, plan: null });
    },

    async save() {
      const { draft } = get();
      if (draft === null || draft.saving) return;
      set({ draft: { ...draft, saving: true } });
      try {
        const result = await client.invoke('keep.set', { artifact: draft.artifact, ...draft.rules });
        set({ draft: null });
        tell(draft.artifact, result);
      } catch (error) {
        set({ draft: { ...draft, saving: false } });
        tellError(notices, 'The keep rule was not set', error);
      }
    },

    closeRule: () => set({ draft: null }),
  };
}
